/** What a refused event becomes when its sender waits for an acknowledgement; clients do not send it. */
export const REFUSED_EVENT = 'ketik:refused'

/** The head of an event with an acknowledgement in the default namespace: its kind, and the acknowledgement's number. */
const HEAD = /^(?:2|5\d{1,2}-)(\d{1,15})\[/
const HEAD_CHARS_MAX = 20

/** Of a packet that nobody has parsed and nobody will: an event that only asks for the acknowledgement, if it asked. */
export const refusedEvent = (packet: unknown): string | undefined => {
  if (typeof packet !== 'string') return undefined
  const number = HEAD.exec(packet.slice(0, HEAD_CHARS_MAX))?.[1]
  return number === undefined ? undefined : `2${number}["${REFUSED_EVENT}"]`
}
