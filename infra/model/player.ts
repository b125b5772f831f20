import {
  isOnline,
  type LocalClock,
  type Notice,
  type OpenTransport,
  type RunningLink,
  runLink,
} from '@ketik/client'
import { SessionTokens } from '@ketik/edge'
import type { GameOver, RaceView, ServerMessage } from '@ketik/protocol'
import { KeySchedule } from '../test/key-schedule.ts'
import { ABNORMAL } from './connection.ts'
import { keysOf } from './script.ts'
import { ScriptedPlayer } from './scripted-player.ts'
import { SESSION_SECRET } from './start-edge.ts'

const REFUSED_AFTER_MS = 1
const RETRY_MS = 300
/** A node may stand still for seven seconds, and so may the answers it waits for. */
const SNAPSHOT_WITHIN_MS = 20_000
const LEAVES_AFTER_MS = 3_400

const HABITS = {
  addresses: 1,
  retriesNameTaken: true,
  restsWhenIdle: false,
  firstAnswerMs: null,
  leavesOtherServices: false,
}

/** The client of packages/client in virtual time, with a player who follows a script. */
export class Player extends ScriptedPlayer {
  readonly #running: RunningLink
  readonly #schedule: KeySchedule
  readonly #seen = new Set<string>()
  /** The race that is not over for the player: neither by its outcome, nor given up. */
  #race: RaceView | undefined
  /** The last race, until its outcome has come. */
  #awaited: string | undefined
  #hasNetwork = true
  #dropConnection = (): void => undefined

  constructor(...cast: ConstructorParameters<typeof ScriptedPlayer>) {
    super(...cast)
    this.#running = runLink({
      habits: HABITS,
      clock: this.#clock(),
      connect: () => this.#open,
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

  protected begin(): void {
    const tokens = new SessionTokens(SESSION_SECRET, this.stage.world.clusterNow)
    const token = tokens.issue(`p-${this.name}`, this.name)
    this.#running.tell({ on: 'log-in', credentials: { username: this.name, token } })
  }

  readonly #open: OpenTransport = events => {
    this.#dropConnection = () => events.closed({ code: ABNORMAL })
    const connection = this.connect(events, this.#hasNetwork)
    if (connection === undefined) this.after(REFUSED_AFTER_MS, '', this.#dropConnection)
    else this.after(0, '', () => events.opened())
    return {
      send: text => connection?.send(text),
      close: () => {
        connection?.leave()
        if (this.connection === connection) this.connection = undefined
      },
    }
  }

  /** The device tells the client when the network is back. */
  protected loseNetwork(): void {
    if (this.state === 'done') return
    this.stage.world.note('loses the network')
    this.#hasNetwork = false
    this.connection?.leave(this.script.nodeHearsAfterMs)
    this.connection = undefined
    this.#dropConnection()
    this.after(this.script.backAfterMs, '', () => {
      this.#hasNetwork = true
      if (!isOnline(this.#running.link)) this.#reconnect()
    })
  }

  #reconnect(): void {
    if (this.state !== 'done') this.#running.tell({ on: 'reconnect' })
  }

  #onNotice(notice: Notice): void {
    switch (notice.on) {
      case 'welcomed':
        this.#onWelcomed()
        break
      case 'closed':
      case 'login-refused':
        // The player asks the client to connect again.
        this.after(RETRY_MS, '', () => this.#reconnect())
        break
      case 'refused':
        if (notice.wish !== undefined) this.after(RETRY_MS, '', () => this.#askAgain())
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
      case 'ticked':
        this.#onAck(notice.tick.race, notice.tick.ack ?? 0)
        break
    }
  }

  #onMessage(message: ServerMessage): void {
    if (!('type' in message) || message.type !== 'snapshot') return
    const { race, ack, seats } = message
    const state = seats[race.seat]?.state
    if (state === 'racing' || state === 'away') this.#onAck(race.id, ack, true)
  }

  #onAck(race: string, ack: number, isSnapshot = false): void {
    if (race === this.#race?.id) this.stage.told.onAck(race, this.name, ack, isSnapshot)
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
    this.after(SNAPSHOT_WITHIN_MS, '', () => {
      const isSame = this.connection === connection && isOnline(this.#running.link)
      if (this.state !== 'out' || !isSame || race !== this.#race) return
      const { witness, world } = this.stage
      if (witness.isHeldBy(race.id, race.seat, connection?.to.name))
        world.fail('MODEL-8', `${this.name} came back to ${race.id}, and was given no snapshot`)
      this.#giveUpRace()
      this.#goToLobby(1)
    })
  }

  #goToLobby(afterMs: number, ask = () => this.#ask()): void {
    this.state = 'in the lobby'
    if (this.granted >= this.script.races) this.finish()
    else this.after(afterMs, '', ask)
  }

  #ask(): void {
    if (this.state !== 'in the lobby') return
    const { room, seats } = this.script
    const wish = { ...(room === undefined ? {} : { room }), ...(seats > 0 ? { seats } : {}) }
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
    const view = this.#running.link.race?.view
    if (view === undefined || this.state === 'done') return
    const isKnown = this.#seen.has(view.id)
    // The snapshot of a race that is over for this player changes nothing.
    if (isKnown && view.id !== this.#race?.id) return
    this.state = 'racing'
    if (isKnown) return
    this.granted++
    this.#seen.add(view.id)
    this.#race = view
    this.#awaited = view.id
    this.#schedule.begin(keysOf(view.text.text, this.script))
    if (!this.script.leavesRace) return
    this.after(LEAVES_AFTER_MS, '', () => {
      if (view === this.#race && isOnline(this.#running.link) && this.state === 'racing') this.#giveUpRace()
    })
  }

  #giveUpRace(): void {
    this.#race = undefined
    this.#running.tell({ on: 'leave-race' })
  }

  #onOutcome(outcome: GameOver): void {
    if (!this.#seen.has(outcome.race)) return
    this.stage.told.onOutcome(this.name, outcome)
    if (outcome.race !== this.#awaited) return
    this.#race = undefined
    this.#awaited = undefined
    if (this.state === 'done') return
    this.#goToLobby(this.script.restsMs, () => {
      this.#running.tell({ on: 'leave-race' })
      this.#ask()
    })
  }

  protected finish(): void {
    this.state = 'done'
    this.#schedule.end()
    this.#running.stop()
  }
}
