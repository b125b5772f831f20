import { decodeClientMessage, decodeProgress, decodeUtf8, encode } from '@ketik/protocol'
import { createTyping, graphemes, press } from '@ketik/race'
import { pressRoom } from './press-room.ts'

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text)
const progress = bytesOf('{"type":"progress","progress":42.5,"wpm":80}')
const keys = bytesOf('{"type":"keys","race":"r0123456789abcdef","from":17,"keys":[[3400,"a"],[3580,"b"]]}')
const text = 'the quick brown fox jumps over the lazy dog and types on until all of it is done'
const letters = graphemes(text)
const entries = Array.from(
  { length: 125 },
  (_, n) => ['progress', `r${n}abcdef012345`, n % 2, n, 80] as const,
)
const tick = { type: 'tick', race: 'r0123456789abcdef', seats: [[1, 42, 80]] } as const
const batch = JSON.stringify(entries)

const throughText = (bytes: Uint8Array) => {
  const read = decodeUtf8(bytes)
  if (typeof read === 'string') decodeClientMessage(read)
}

/** What is timed, by name: the parts of one update's way through a node. */
export const subjects: Readonly<Record<string, () => void>> = {
  'decode progress, from bytes': () => void decodeProgress(progress),
  'decode progress, as any message': () => throughText(progress),
  'decode keys': () => throughText(keys),
  'typing engine, a text of 80 keys': () => {
    const typing = createTyping(text)
    for (const letter of letters) press(typing, letter)
  },
  'batch of 125 entries, encode': () => void JSON.stringify(entries),
  'batch of 125 entries, decode': () => void JSON.parse(batch),
  'tick, encode': () => void encode(tick),
  'room of 2, contract A: claim, relay, show': pressRoom(2, 'arrival'),
  'room of 5, contract A: claim, relay, show': pressRoom(5, 'arrival'),
  'room of 2, v1: keys, relay, show': pressRoom(2, 'keys'),
}
