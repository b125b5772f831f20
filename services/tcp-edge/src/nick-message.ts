/** What ended a message: its newline, or the time after a read without one. */
export type MessageEnd = 'newline' | 'time'

/**
 * The texts in what a client sent, without its own `{nick}: ` in front. The prefix may have spaces around its colon and be
 * in any case. Clients that end nothing with a newline may send several messages that arrive in one read: such a read is
 * split where its own prefix comes again.
 */
export const textsIn = (
  message: string,
  end: MessageEnd,
  nicks: readonly (string | undefined)[],
): readonly string[] => {
  const composed = message.normalize('NFC')
  const prefix = nicks.flatMap(nick =>
    nick === undefined ? [] : prefixIn(composed, nick.normalize('NFC')),
  )[0]
  if (prefix === undefined) return [message]
  const rest = composed.slice(prefix.length)
  const again = prefix.trimStart()
  // Without a space the prefix might be the end of any word.
  return end === 'newline' || !again.includes(' ') ? [rest] : rest.split(again)
}

const prefixIn = (text: string, nick: string): readonly string[] => {
  const found = new RegExp(`^\\s*${escaped(nick.trim())}\\s*: ?`, 'iu').exec(text)
  return found === null ? [] : [found[0]]
}

const escaped = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')
