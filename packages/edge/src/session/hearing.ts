import type { LobbyEvent } from '@ketik/cluster'
import { metrics } from '@ketik/runtime'
import { lobbyFrame } from '../lobby/lobby-frames.ts'
import { sendBoard } from './board-request.ts'
import type { Player } from './player.ts'

/** Joins and leaves that wait for the greeting to be sent. */
const HELD_BACK_MAX = 100

/** What a player hears of the lobby: the greeting first, and then each event. */
export class Hearing {
  #isGreeted = false
  #heldBack: string[] | undefined

  /** Sends the leaderboard and the last messages, in the order of those who came. */
  async greet(player: Player): Promise<void> {
    const { node, transport } = player
    await node.greetings.take()
    await sendBoard(player)
    transport.together(() => {
      for (const event of node.lobby.recent) player.send(lobbyFrame(event))
      for (const frame of this.#heldBack ?? []) player.send(frame)
    })
    this.#heldBack = undefined
    this.#isGreeted = true
  }

  onLobby(player: Player, event: LobbyEvent, frame: string): void {
    // What is said before the greeting is part of it; who comes and goes is told behind it.
    if (this.#isGreeted) this.#send(player, frame, event.kind === 'chat')
    else if (event.kind !== 'chat') this.#holdBack(frame)
  }

  onBoard(player: Player, frame: string): void {
    if (!player.v1 && this.#isGreeted) this.#send(player, frame, false)
  }

  #holdBack(frame: string): void {
    this.#heldBack ??= []
    if (this.#heldBack.length < HELD_BACK_MAX) this.#heldBack.push(frame)
  }

  /** What a client that does not keep up can do without is dropped. */
  #send(player: Player, frame: string, isNeeded: boolean): void {
    if (!isNeeded && player.isBehind()) metrics.framesDropped.inc({ reason: 'behind' })
    else player.send(frame)
  }
}
