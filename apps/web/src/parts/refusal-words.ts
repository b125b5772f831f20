import type { RefusalCode } from '@ketik/protocol'
import type { WordKey } from '../words/words.ts'

/** The sentences for refusals that a person can do something about; any other says only that it was refused. */
const SENTENCES: { readonly [Code in RefusalCode]?: WordKey } = {
  bad_username: 'nameBad',
  name_taken: 'refusalNameTaken',
  name_claimed: 'refusalNameClaimed',
  name_kept: 'refusalNameKept',
  name_used: 'refusalNameUsed',
  name_unclaimed: 'refusalNameUnclaimed',
  renamed_often: 'refusalRenamedOften',
  bad_passphrase: 'passphraseHint',
  wrong_passphrase: 'refusalWrongPassphrase',
  reset_over: 'refusalResetOver',
  not_signed_in: 'refusalSignedOut',
  bad_token: 'refusalBadToken',
  already_racing: 'refusalAlreadyRacing',
  queue_full: 'refusalQueueFull',
  room_full: 'refusalRoomFull',
  unavailable: 'refusalUnavailable',
  internal: 'refusalInternal',
  rate_limited: 'refusalRateLimited',
  chat_too_long: 'refusalChatTooLong',
  chat_repeated: 'refusalChatRepeated',
  chat_empty: 'refusalChatEmpty',
  muted: 'refusalMuted',
  banned: 'refusalBanned',
  too_many_keys: 'refusalTooManyKeys',
  keys_not_typeable: 'refusalKeys',
  implausible: 'resultImplausible',
}

export const refusalSentence = (code: RefusalCode): WordKey => SENTENCES[code] ?? 'refusalOther'
