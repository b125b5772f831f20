import type { Message, Player } from '../player.ts'

/** At which entry point a player talks, and as which kind of client. */
export type Side = { readonly channel: 'socket' | 'stream' | 'lines'; readonly audience: 'v1' | 'basic' }

export type Recorded = Side & { readonly player: Player; readonly sent: readonly Message[] }

/** Notes what a player sends; what it receives, it notes itself. */
export const recorded = (player: Player, side: Side): Recorded => {
  const sent: Message[] = []
  const send = player.send.bind(player)
  player.send = message => {
    sent.push(JSON.parse(JSON.stringify(message)) as Message)
    send(message)
  }
  return { ...side, player, sent }
}
