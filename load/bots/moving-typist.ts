import { mayReconnect } from '@ketik/protocol'
import type { Player } from '../../infra/test/player.ts'
import { type Key, Typist } from '../../infra/test/typist.ts'

/** Opens a new connection, under the given name, at some node that takes players now. */
export type Knock = (name: string) => Promise<Player>

const RETURNS_MAX = 60
const RETURN_EVERY_MS = 250
const HEARS_OF_THE_END_WITHIN_MS = 100_000

/** A v1 player that goes to another node, with its token, when it is told to or loses its connection, and types on. */
export class MovingTypist extends Typist {
  returns = 0

  constructor(
    player: Player,
    private readonly knock: Knock,
    /** Whether it goes as soon as it is told to `move`, or only when its connection is closed. */
    private readonly isPrompt: boolean,
  ) {
    super(player)
  }

  /** Types the keys and stays to the end of the race, at however many nodes. */
  async raceThrough(keys: readonly Key[]): Promise<void> {
    let typing = this.type(keys)
    while ((await this.#hear()) === 'lost') {
      this.stop()
      if (!(await this.#comeBack())) break
      typing = this.type(keys)
    }
    await typing
  }

  async #hear(): Promise<'over' | 'lost'> {
    const { player } = this
    try {
      for (;;) {
        const { type } = await player.next(
          message => message.type === 'race_over' || message.type === 'move',
          HEARS_OF_THE_END_WITHIN_MS,
        )
        if (type === 'race_over') return 'over'
        if (this.isPrompt) return 'lost'
      }
    } catch (error) {
      const code = Number(player.all('bye')[0]?.['code'] ?? player.closedWith)
      if (player.closedWith === undefined || !mayReconnect(code)) throw error
      return 'lost'
    }
  }

  async #comeBack(): Promise<boolean> {
    for (let attempt = 1; ; attempt++) {
      try {
        this.player = await this.knock(this.player.name)
        await this.login(this.token)
        const snapshot = await this.player.next('snapshot', 5_000)
        this.sent = Number(snapshot['ack'])
        this.returns += 1
        return true
      } catch (error) {
        if (attempt === RETURNS_MAX) throw error
        await new Promise(resolve => setTimeout(resolve, RETURN_EVERY_MS))
      }
    }
  }
}
