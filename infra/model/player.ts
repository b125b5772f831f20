import { BOT_HABITS, isOnline, type LocalClock, type Notice, type RunningLink, runLink } from '@ketik/client'
import { SessionTokens } from '@ketik/edge'
import type { GameOver, RaceView, ServerMessage } from '@ketik/protocol'
import { KeySchedule } from '../test/key-schedule.ts'
import { keysOf } from './script.ts'
import { ScriptedPlayer } from './scripted-player.ts'
import { SESSION_SECRET } from './start-process.ts'

const RETRY_MS = 300
/** A node may stand still for seven seconds, and so may the answers it waits for. */
const SNAPSHOT_WITHIN_MS = 20_000
const LEAVES_AFTER_MS = 3_400

/** The client of packages/client in virtual time, with a player who follows a script. */
export class Player extends ScriptedPlayer {
  readonly #running: RunningLink
  readonly #schedule: KeySchedule
  readonly #seen = new Set<string>()
  /** The last race, until its outcome has come. */
  #awaited: string | undefined

  constructor(...cast: ConstructorParameters<typeof ScriptedPlayer>) {
    super(...cast)
    this.#running = runLink({
      habits: BOT_HABITS,
      clock: this.#clock(),
      connect: () => this.connect,
      onNotice: notice => this.#onNotice(notice),
      onMessage: message => this.#onMessage(message),
    })
    // Keys that the device hands over together go out in one batch.
    const lateMs = (this.script.batch - 1) * this.script.keyMs
    this.#schedule = new KeySchedule(() => this.#running, this.#clock(lateMs))
  }

  /** The virtual time of the device. */
  #clock(lateMs = 0): LocalClock {
    const { world } = this.stage
    return {
      now: () => world.now,
      chance: world.chance,
      after: (ms, run) => world.timer(ms + lateMs, this, run),
    }
  }

  /** The race that is not over for the player: neither by its outcome, nor given up. */
  get #race(): RaceView | undefined {
    const { race } = this.#running.link
    return race?.outcome === null ? race.view : undefined
  }

  protected begin(): void {
    const tokens = new SessionTokens(SESSION_SECRET, this.stage.world.clusterNow)
    const token = tokens.issue(`p-${this.name}`, this.name)
    this.#running.tell({ on: 'log-in', credentials: { username: this.name, token } })
  }

  protected onNetworkBack(): void {
    if (!isOnline(this.#running.link)) this.#reconnect()
  }

  #reconnect(): void {
    this.#running.tell({ on: 'reconnect' })
  }

  #onNotice(notice: Notice): void {
    switch (notice.on) {
      case 'welcomed':
        this.#onWelcomed()
        break
      case 'closed':
      case 'login-refused':
        // The player asks the client to connect again.
        this.after(RETRY_MS, () => this.#reconnect())
        break
      case 'refused':
        if (notice.wish !== undefined) this.after(RETRY_MS, () => this.#askAgain())
        break
      case 'matched':
        this.#sitDown()
        break
      case 'resumed':
        this.#sitDown()
        this.#schedule.goOn()
        break
      case 'outcome':
        this.#onOutcome(notice.outcome)
        break
    }
  }

  #onMessage(message: ServerMessage): void {
    if (!('type' in message)) return
    const { told } = this.stage
    if (message.type === 'tick' && message.race === this.#race?.id)
      told.onAck(message.race, this.name, message.ack ?? 0, false)
    if (message.type !== 'snapshot' || message.race.id !== this.#race?.id) return
    const { race, ack, seats } = message
    const state = seats[race.seat]?.state
    if (state === 'racing' || state === 'away') told.onAck(race.id, this.name, ack, true)
  }

  /** A player who comes back to a seat that it still has receives it; without a snapshot the race is over for it. */
  #onWelcomed(): void {
    const { connection } = this
    const race = this.#race
    if (race === undefined) {
      if (this.state !== 'waiting') this.#goToLobby(1)
      return
    }
    this.state = 'out'
    this.after(SNAPSHOT_WITHIN_MS, () => {
      const isSame = this.connection === connection && isOnline(this.#running.link)
      if (this.state !== 'out' || !isSame) return
      const { witness, world } = this.stage
      if (witness.isHeldBy(race.id, race.seat, connection?.to.name))
        world.fail('MODEL-8', `${this.name} came back to ${race.id}, and was given no snapshot`)
      this.#goToLobby(1)
    })
  }

  /** Leaves the race that it is in, if any, and asks for the next. */
  #goToLobby(afterMs: number): void {
    this.state = 'in the lobby'
    if (this.granted >= this.script.races) this.finish()
    else this.after(afterMs, () => this.#ask())
  }

  #ask(): void {
    if (this.state !== 'in the lobby') return
    const { room, seats } = this.script
    const wish = { ...(room === undefined ? {} : { room }), ...(seats > 0 ? { seats } : {}) }
    this.#running.tell({ on: 'leave-race' })
    this.#running.tell({ on: 'ask-race', wish })
    this.wait()
  }

  #askAgain(): void {
    if (this.state !== 'waiting' || this.#running.link.queue !== null) return
    this.state = 'in the lobby'
    this.#ask()
  }

  protected leaveQueue(isAgain: boolean): void {
    this.#running.tell(isAgain ? { on: 'say', message: { type: 'leave_queue' } } : { on: 'leave-queue' })
  }

  /** The link is in a race: a new one, or the one that it was in before. */
  #sitDown(): void {
    const view = this.#race
    // The snapshot of a race that is over for this player changes nothing.
    if (view === undefined || this.state === 'done') return
    this.state = 'racing'
    if (this.#seen.has(view.id)) return
    this.granted++
    this.#seen.add(view.id)
    this.#awaited = view.id
    this.#schedule.begin(keysOf(view.text.text, this.script))
    if (!this.script.leavesRace) return
    this.after(LEAVES_AFTER_MS, () => {
      const isRacing = this.state === 'racing' && isOnline(this.#running.link)
      if (isRacing && view.id === this.#race?.id) this.#running.tell({ on: 'leave-race' })
    })
  }

  #onOutcome(outcome: GameOver): void {
    if (!this.#seen.has(outcome.race)) return
    this.stage.told.onOutcome(this.name, outcome)
    if (outcome.race !== this.#awaited) return
    this.#awaited = undefined
    if (this.state !== 'done') this.#goToLobby(this.script.restsMs)
  }

  protected finish(): void {
    this.state = 'done'
    this.#schedule.end()
    this.#running.stop()
  }
}
