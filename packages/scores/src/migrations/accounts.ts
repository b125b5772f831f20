import { accountTables } from './accounts/account-tables.ts'
import { claimName } from './accounts/claim-name.ts'
import { deleteAccount } from './accounts/delete-account.ts'
import { history } from './accounts/history.ts'
import { passwordResets } from './accounts/password-resets.ts'
import { renameAccount } from './accounts/rename-account.ts'
import { underPresentNames } from './accounts/under-present-names.ts'

/** Accounts, and whose the results under a name are. */
export const accounts = [
  accountTables,
  history,
  claimName,
  renameAccount,
  deleteAccount,
  underPresentNames,
  passwordResets,
].join('\n')
