import {
  type AsciiNames,
  isEmptyText,
  type LobbyEvent,
  lobbyLine,
  refusalInIndonesian,
  toAscii,
} from '@ketik/edge'
import type { Refusal } from '@ketik/protocol'

/** A line, for a client that has sent UTF-8 and for one that has sent ASCII alone. */
export type NickFrame = { readonly text: string; readonly ascii: string }

export const nickFrame = (text: string): NickFrame => ({ text, ascii: toAscii(text) })

/** An event of the lobby as lines; an empty text has none. `names` is to see every event. */
export const lobbyNickFrame = (names: AsciiNames, event: LobbyEvent): NickFrame | undefined => {
  if (event.kind !== 'chat')
    return { text: lobbyLine(event), ascii: lobbyLine({ ...event, username: names.of(event.username) }) }
  if (isEmptyText(event)) return undefined
  const from = event.from === undefined ? {} : { from: names.of(event.from) }
  return { text: lobbyLine(event), ascii: lobbyLine({ ...event, ...from, text: toAscii(event.text) }) }
}

/** It has no `name: ` in front, so that nobody can send it. */
export const refusalNickFrame = (refusal: Refusal): NickFrame =>
  nickFrame(`*** ${refusalInIndonesian(refusal)}`)
