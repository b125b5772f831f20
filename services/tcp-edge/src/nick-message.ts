/** What ended a message: its newline, or the time after a read without one. */
export type MessageEnd = 'newline' | 'time'

/**
 * The texts behind the client's own `{nick}: `; undefined where the message does not begin with it. The prefix may have
 * spaces around its colon and be in any case. Clients that end nothing with a newline may send several messages that
 * arrive in one read: such a read is split where its own prefix comes again.
 */
export const ownTexts = (
  message: string,
  end: MessageEnd,
  nicks: readonly (string | undefined)[],
): readonly string[] | undefined => {
  const composed = message.normalize('NFC')
  const prefix = nicks.flatMap(nick =>
    nick === undefined ? [] : prefixIn(composed, nick.normalize('NFC')),
  )[0]
  if (prefix === undefined) return undefined
  const rest = composed.slice(prefix.length)
  const again = prefix.trimStart()
  // Without a space the prefix might be the end of any word.
  return end === 'newline' || !again.includes(' ') ? [rest] : rest.split(again)
}

/** A nickname, and what the client sent right behind it in the same read: `BudiBudi: halo`. */
export const nickIn = (message: string): { readonly nick: string; readonly behind: string } => {
  const [, nick, behind] = NICK_AND_MESSAGE.exec(message) ?? []
  return nick === undefined || behind === undefined ? { nick: message, behind: '' } : { nick, behind }
}

/** No nickname has a colon, so nothing else is meant. */
const NICK_AND_MESSAGE = /^([^:]{1,96}?)(\1 ?:.*)$/su

const prefixIn = (text: string, nick: string): readonly string[] => {
  const found = new RegExp(`^\\s*${escaped(nick.trim())}\\s*: ?`, 'iu').exec(text)
  return found === null ? [] : [found[0]]
}

const escaped = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')
