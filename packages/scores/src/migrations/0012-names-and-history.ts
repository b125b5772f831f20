import { claimName } from './names-and-history/claim-name.ts'
import { deleteAccount } from './names-and-history/delete-account.ts'
import { history } from './names-and-history/history.ts'
import { knownPlaces } from './names-and-history/known-places.ts'
import { passwordResets } from './names-and-history/password-resets.ts'
import { renameAccount } from './names-and-history/rename-account.ts'
import { underPresentNames } from './names-and-history/under-present-names.ts'

/** Whose the results under a name are, where accounts signed in, and links for a new password. */
export const namesAndHistory = [
  knownPlaces,
  passwordResets,
  history,
  claimName,
  renameAccount,
  deleteAccount,
  underPresentNames,
].join('\n')
