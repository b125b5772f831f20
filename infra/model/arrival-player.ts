import type { ClientMessage, ServerMessage } from '@ketik/protocol'
import { ScriptedPlayer } from './scripted-player.ts'

const STEPS = 4
const RETRY_MS = 300

/** A player of contract A: one race, told in percents; a lost connection is the end of it. */
export class ArrivalPlayer extends ScriptedPlayer {
  protected begin(): void {
    if (this.state === 'done') return
    this.connect({
      opened: () => this.#say({ type: 'login', username: this.name }),
      received: text => this.#hear(JSON.parse(text)),
      // Nobody takes players at the moment, or the connection is lost.
      closed: () =>
        this.connection === undefined ? this.after(RETRY_MS, () => this.begin()) : this.finish(),
    })
  }

  #hear(message: ServerMessage): void {
    if ('status' in message) {
      if (message.status === 'matched') this.state = 'racing'
      return
    }
    switch (message.type) {
      case 'res_leaderboard':
        if (this.state !== 'out') return
        this.#say({ type: 'req_matchmaking' })
        this.wait()
        break
      case 'start_game':
        this.#type()
        break
      case 'game_over':
        if (this.state !== 'racing') return
        this.stage.told.onOutcome(this.name, message)
        this.finish()
        break
      case 'error':
        if (message.code === 'name_taken' || message.code === 'unavailable') this.finish()
        break
    }
  }

  #type(): void {
    const steps = this.script.stopsAtKey > 0 ? 2 : STEPS
    for (let step = 1; step <= steps; step++) {
      this.after(step * 2 * this.script.keyMs, () => {
        if (this.state !== 'racing') return
        this.#say({ type: 'progress', progress: (100 * step) / STEPS, wpm: 60 })
        if (step === STEPS) this.#say({ type: 'finish', wpm: 60 })
      })
    }
  }

  protected leaveQueue(): void {
    this.#say({ type: 'leave_queue' })
  }

  #say(message: ClientMessage): void {
    this.connection?.send(JSON.stringify(message))
  }

  protected onNetworkBack(): void {}

  protected finish(): void {
    this.state = 'done'
    this.connection?.close()
  }
}
