import type { LobbyEvent } from '@ketik/cluster'
import { isVisible, REFUSALS, type Refusal } from '@ketik/protocol'
import { speakable } from '../member/chat-rules.ts'
import { looksLikeColon } from '../member/looks-like-colon.ts'
import { NAMELESS } from './lobby-frames.ts'

/** No name has a colon. Should one come from elsewhere, this looks like it and ends no name. */
const NOT_A_COLON = '∶'

/** A chat message that shows nothing is passed on between plain-text clients alone. */
export const isEmptyText = (event: LobbyEvent): boolean => event.kind === 'chat' && !isVisible(event.text)

/** A lobby event as a line of text, for people and for clients that only show what comes. */
export const lobbyLine = (event: LobbyEvent): string => {
  switch (event.kind) {
    case 'join':
      return `${lineName(event.username)} Bergabung!`
    case 'leave':
      return `${lineName(event.username)} Keluar!`
    default:
      return speakable(`${lineName(event.from ?? NAMELESS)}: ${event.text}`)
  }
}

/** A refusal as a line. A text that begins like it is sent under a name or `?` alone, which then stands in front. */
export const refusalLine = (refusal: Refusal): string => `*** ${REFUSALS[refusal.refused].message}`

const lineName = (username: string): string =>
  speakable(looksLikeColon(username) ? withoutColons(username) : username)

const withoutColons = (username: string): string =>
  [...username].map(sign => (looksLikeColon(sign) ? NOT_A_COLON : sign)).join('')
