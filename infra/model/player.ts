import { isOnline, type Notice, type RunningLink, runLink } from '@ketik/client'
import { SessionTokens } from '@ketik/edge'
import type { GameOver, ServerMessage, Snapshot } from '@ketik/protocol'
import { KeySchedule } from '../test/key-schedule.ts'
import type { EdgeProcess } from './edge-process.ts'
import type { Actor } from './event-heap.ts'
import { Network } from './network.ts'
import { type PlayedRace, playedRace } from './played-race.ts'
import { playerClock } from './player-clock.ts'
import type { Script } from './script.ts'
import type { Stage } from './stage.ts'

const RETRY_MS = 300
/** A node may stand still for seven seconds, and so may the answers it waits for. */
const SNAPSHOT_WITHIN_MS = 20_000
const STUCK_CHECK_MS = 5_000
const STUCK_CHECKS = 4

const HABITS = {
  addresses: 1,
  retriesNameTaken: true,
  restsWhenIdle: false,
  firstAnswerMs: null,
  leavesOtherServices: false,
}

export type PlayerState = 'out' | 'in the lobby' | 'waiting' | 'racing' | 'done'

/** The client of packages/client in virtual time, with a player who follows a script. */
export class Player {
  readonly actor: Actor
  readonly races: PlayedRace[] = []
  state: PlayerState = 'out'
  readonly #network: Network
  readonly #running: RunningLink
  readonly #schedule: KeySchedule
  #asked = 0
  /** How often a node let the player in. */
  #welcomes = 0

  constructor(
    private readonly stage: Stage,
    readonly name: string,
    readonly script: Script,
    edges: () => readonly EdgeProcess[],
  ) {
    const { world } = stage
    this.actor = world.actor(name)
    this.#network = new Network(world, this.actor, edges)
    this.#running = runLink({
      habits: HABITS,
      clock: playerClock(world, this.actor, true),
      connect: () => this.#network.connect,
      onNotice: notice => this.#onNotice(notice),
      onMessage: message => this.#onMessage(message),
    })
    // Keys that the device hands over together go out in one batch.
    const lateMs = (script.batch - 1) * script.keyMs
    this.#schedule = new KeySchedule(() => this.#running, playerClock(world, this.actor, false, lateMs))
    this.#after(script.startsAfterMs, 'begins', () => this.#begin())
    if (script.losesAfterMs > 0) this.#after(script.losesAfterMs, '', () => this.#loseNetwork())
  }

  get race(): PlayedRace | undefined {
    const race = this.races.at(-1)
    return race?.outcome === undefined && race?.left === false ? race : undefined
  }

  #begin(): void {
    const tokens = new SessionTokens('a secret of the model', () => this.stage.now())
    const token = tokens.issue(`p-${this.name}`, this.name)
    this.#running.tell({ on: 'log-in', credentials: { username: this.name, token } })
  }

  /** The device tells the client when the network is back. */
  #loseNetwork(): void {
    if (this.state === 'done') return
    this.stage.world.note('loses the network')
    this.#network.lose(this.script.nodeHearsAfterMs)
    this.#after(this.script.backAfterMs, '', () => {
      this.#network.regain()
      if (this.state !== 'done' && !isOnline(this.#running.link)) this.#running.tell({ on: 'reconnect' })
    })
  }

  #onNotice(notice: Notice): void {
    switch (notice.on) {
      case 'welcomed':
        this.#onWelcomed()
        break
      case 'closed':
      case 'login-refused':
        // The player asks the client to connect again.
        this.#after(RETRY_MS, '', () => {
          if (this.state !== 'done') this.#running.tell({ on: 'reconnect' })
        })
        break
      case 'refused':
        if (notice.wish !== undefined) this.#after(RETRY_MS, '', () => this.#askAgain())
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
        if (this.race?.id === notice.tick.race)
          this.race.acked = Math.max(this.race.acked, notice.tick.ack ?? 0)
        break
    }
  }

  #onMessage(message: ServerMessage): void {
    if ('type' in message && message.type === 'snapshot') this.#onSnapshot(message)
  }

  #onWelcomed(): void {
    const { race } = this
    this.#welcomes += 1
    const welcomes = this.#welcomes
    if (race !== undefined) {
      this.state = 'out'
      this.#after(SNAPSHOT_WITHIN_MS, '', () => this.#checkResumed(race, welcomes))
    } else if (this.state !== 'waiting') this.#goToLobby()
  }

  /** A player who comes back to a seat that it still has receives it; without a snapshot the race is over for it. */
  #checkResumed(race: PlayedRace, welcomes: number): void {
    const { connection } = this.#network
    const isSame = this.#welcomes === welcomes && isOnline(this.#running.link)
    if (this.state !== 'out' || !isSame || race !== this.race) return
    if (this.stage.witness.isHeldBy(race.id, race.seat, connection?.to.actor.name ?? ''))
      this.stage.witness.fail('MODEL-8', `${this.name} came back to ${race.id}, and was given no snapshot`)
    race.left = true
    this.#running.tell({ on: 'leave-race' })
    this.#goToLobby()
  }

  #goToLobby(): void {
    this.state = 'in the lobby'
    if (this.#asked >= this.script.races) this.#finish()
    else this.#after(1, '', () => this.#ask())
  }

  #ask(): void {
    if (this.state !== 'in the lobby') return
    this.state = 'waiting'
    const { room, seats } = this.script
    this.#running.tell({
      on: 'ask-race',
      wish: { ...(room === undefined ? {} : { room }), ...(seats > 0 ? { seats } : {}) },
    })
    const asked = this.#asked
    this.#after(this.script.waitsMs, '', () => {
      if (this.state !== 'waiting' || this.#asked !== asked) return
      this.#running.tell({ on: 'leave-queue' })
      this.#after(STUCK_CHECK_MS, '', () => this.#giveUpWaiting(asked, STUCK_CHECKS))
    })
  }

  #askAgain(): void {
    if (this.state !== 'waiting' || this.#running.link.queue !== null) return
    this.state = 'in the lobby'
    this.#ask()
  }

  /** After `leave_queue` a player has left, or receives a race soon. */
  #giveUpWaiting(asked: number, checks: number): void {
    if (this.state !== 'waiting' || this.#asked !== asked) return
    const isStuck = this.#network.connection?.session?.queueing !== undefined
    if (isStuck && checks > 0) {
      this.#running.tell({ on: 'say', message: { type: 'leave_queue' } })
      this.#after(STUCK_CHECK_MS, '', () => this.#giveUpWaiting(asked, checks - 1))
      return
    }
    if (isStuck)
      this.stage.witness.fail('MODEL-4', `${this.name} waits for ever: it has no ticket and no race`)
    this.#finish()
  }

  /** The link is in a race: a new one, or the one that it was in before. */
  #sitDown(): void {
    const view = this.#running.link.race?.view
    if (view === undefined || this.state === 'done') return
    const known = this.races.find(({ id }) => id === view.id)
    // The snapshot of a race that is over for this player changes nothing.
    if (known !== undefined && known !== this.race) return
    this.state = 'racing'
    if (known !== undefined) return
    this.#asked++
    const race = playedRace(view, this.script)
    this.races.push(race)
    this.#schedule.begin(race.keys)
    if (this.script.leavesRace) this.#after(3_400, '', () => this.#leaveRace(race))
  }

  #leaveRace(race: PlayedRace): void {
    if (race !== this.race || !isOnline(this.#running.link) || this.state !== 'racing') return
    race.left = true
    this.#running.tell({ on: 'leave-race' })
  }

  #onSnapshot({ race: view, ack, seats }: Snapshot): void {
    const race = this.races.find(({ id }) => id === view.id)
    const state = seats[view.seat]?.state
    if (race === undefined || race !== this.race || (state !== 'racing' && state !== 'away')) return
    if (ack < race.acked)
      this.stage.witness.fail(
        'MODEL-7',
        `${this.name} was told of ${race.acked} keys in ${race.id}, then of ${ack}`,
      )
  }

  #onOutcome(outcome: GameOver): void {
    const race = this.races.find(({ id }) => id === outcome.race)
    if (race === undefined) return
    this.stage.witness.onTold(race.id, race.seat, { ...outcome })
    const isFirst = race.outcome === undefined
    race.outcome = outcome
    if (!isFirst || race !== this.races.at(-1) || this.state === 'done') return
    this.state = 'in the lobby'
    if (this.#asked >= this.script.races) this.#finish()
    else
      this.#after(this.script.restsMs, '', () => {
        this.#running.tell({ on: 'leave-race' })
        this.#ask()
      })
  }

  /** All of the script is done: the player goes. */
  #finish(): void {
    this.state = 'done'
    this.#schedule.end()
    this.#running.stop()
  }

  #after(ms: number, what: string, run: () => void): void {
    this.stage.world.after(ms, this.actor, what, run)
  }
}
