import { SessionTokens } from '@ketik/edge'
import { Connection } from './connection.ts'
import type { EdgeProcess } from './edge-process.ts'
import type { Actor } from './event-heap.ts'
import type { Frame } from './frame.ts'
import { type PlayedRace, playedRace, type RaceViewFrame } from './played-race.ts'
import type { Script } from './script.ts'
import type { Stage } from './stage.ts'
import { EPOCH_MS } from './world.ts'

const RETRY_MS = 300
/** A node may stand still for seven seconds, and so may the answers it waits for. */
const SNAPSHOT_WITHIN_MS = 20_000
const STUCK_CHECK_MS = 5_000
const STUCK_CHECKS = 4

export type PlayerState = 'out' | 'at the door' | 'in the lobby' | 'waiting' | 'racing' | 'done'

/** A player of protocol v1 who follows its script, comes back after every loss, and sends again what was not acknowledged. */
export class Player {
  readonly actor: Actor
  readonly races: PlayedRace[] = []
  state: PlayerState = 'out'
  connection: Connection | undefined
  #token: string
  #asked = 0
  #tries = 0

  constructor(
    private readonly stage: Stage,
    readonly name: string,
    readonly script: Script,
    private readonly edges: () => readonly EdgeProcess[],
  ) {
    this.actor = stage.world.actor(name)
    const tokens = new SessionTokens('a secret of the model', () => stage.now())
    this.#token = tokens.issue(`p-${name}`, name)
    this.#after(script.startsAfterMs, 'begins', () => this.#connect())
    if (script.losesAfterMs > 0) this.#after(script.losesAfterMs, '', () => this.#lose())
  }

  get race(): PlayedRace | undefined {
    const race = this.races.at(-1)
    return race?.outcome === undefined && race?.left === false ? race : undefined
  }

  #connect(): void {
    if (this.state === 'done') return
    const open = this.edges().filter(({ accepts }) => accepts)
    const to = open[this.stage.world.choices.pick(open.length)]
    if (to === undefined) {
      this.#after(RETRY_MS, '', () => this.#connect())
      return
    }
    this.state = 'at the door'
    this.connection = new Connection(this.stage.world, this.actor, to, {
      onFrame: frame => this.#hear(frame),
      onClosed: () => this.#comeBack(RETRY_MS),
    })
    const race = this.race?.id
    this.connection.send({ type: 'login', username: this.name, v: 1, token: this.#token, race })
  }

  #comeBack(afterMs: number): void {
    if (this.state === 'done') return
    this.connection = undefined
    this.state = 'out'
    this.#tries++
    this.#after(afterMs + Math.min(3_000, 100 * this.#tries), '', () => this.#connect())
  }

  /** The network is lost under the player, who comes back; the node may hear of it much later. */
  #lose(): void {
    if (this.connection === undefined || this.state === 'done') return
    this.stage.world.note('loses the network')
    this.connection.leave(this.script.nodeHearsAfterMs)
    this.#comeBack(this.script.backAfterMs)
  }

  #hear(frame: Frame): void {
    if (frame['type'] === 'welcome') this.#onWelcome()
    else if (frame['type'] === 'pong') this.#onPong(frame)
    else if (frame['status'] === 'matched') this.#onMatched(frame)
    else if (frame['type'] === 'snapshot') this.#onSnapshot(frame)
    else if (frame['type'] === 'tick') this.#onTick(frame)
    else if (frame['type'] === 'game_over') this.#onOutcome(frame)
    else if (frame['type'] === 'error') this.#onError(frame)
    else if (frame['type'] === 'move') this.#onMove()
  }

  #onWelcome(): void {
    const { race, connection } = this
    if (race !== undefined) {
      this.#after(SNAPSHOT_WITHIN_MS, '', () => this.#checkResumed(race, connection))
      return
    }
    this.state = 'in the lobby'
    if (this.#asked >= this.script.races) {
      this.#finish()
      return
    }
    if (this.script.measured) this.#say({ type: 'ping', t: 0 })
    this.#after(this.script.measured ? 200 : 1, '', () => this.#ask())
  }

  /** Who comes back to a seat it still has is given it; without a snapshot the race is over for it. */
  #checkResumed(race: PlayedRace, connection: Connection | undefined): void {
    if (this.state !== 'at the door' || this.connection !== connection || race !== this.race) return
    if (this.stage.witness.isHeldBy(race.id, race.seat, connection?.to.actor.name ?? ''))
      this.stage.witness.fail('Q8', `${this.name} came back to ${race.id}, and was given no snapshot`)
    race.left = true
    this.#onWelcome()
  }

  /** The first answer is sent back, so that the node knows how long it was under way. */
  #onPong({ t, now }: Frame): void {
    if (t === 0) this.#say({ type: 'ping', t: 1, echo: now, heldMs: 0 })
  }

  #ask(): void {
    if (this.state !== 'in the lobby') return
    this.state = 'waiting'
    const { room, seats } = this.script
    this.#say({
      type: 'req_matchmaking',
      ...(room === undefined ? {} : { room }),
      ...(seats ? { seats } : {}),
    })
    const asked = this.#asked
    this.#after(this.script.waitsMs, '', () => {
      if (this.state !== 'waiting' || this.#asked !== asked) return
      this.#say({ type: 'leave_queue' })
      this.#after(STUCK_CHECK_MS, '', () => this.#giveUpWaiting(asked, STUCK_CHECKS))
    })
  }

  /** After `leave_queue` one has left, or is told of a race soon. */
  #giveUpWaiting(asked: number, checks: number): void {
    if (this.state !== 'waiting' || this.#asked !== asked) return
    const isStuck = this.connection?.session?.queueing !== undefined
    if (isStuck && checks > 0) {
      this.#say({ type: 'leave_queue' })
      this.#after(STUCK_CHECK_MS, '', () => this.#giveUpWaiting(asked, checks - 1))
      return
    }
    if (isStuck) this.stage.witness.fail('Q4', `${this.name} waits for ever: it has no ticket and no race`)
    this.#finish()
  }

  #onMatched(frame: Frame): void {
    const race = frame['race'] as RaceViewFrame
    this.#asked++
    this.state = 'racing'
    this.#begin(race)
    if (this.script.leavesRace) {
      this.#after(3_400, '', () => {
        const current = this.race
        if (current?.id !== race.id || this.connection === undefined || this.state !== 'racing') return
        this.#say({ type: 'leave_race' })
        current.left = true
      })
    }
  }

  #begin(view: RaceViewFrame): PlayedRace {
    const { world } = this.stage
    const race = playedRace(view, this.script)
    this.races.push(race)
    for (const [index, offset] of race.offsets.entries()) {
      const due = Math.max(world.now, race.startsAt - EPOCH_MS + offset)
      world.at(due, this.actor, '', () => this.#press(race, index))
    }
    return race
  }

  #press(race: PlayedRace, index: number): void {
    if (race !== this.race || this.script.stopsAtKey === index + 1) return
    if (race.pressed !== index) return
    race.pressed = index + 1
    if (index % this.script.batch === 0 || race.pressed === race.text.length) this.#sendKeys(race)
  }

  #sendKeys(race: PlayedRace): void {
    if (race.sent >= race.pressed || this.state !== 'racing') return
    const keys = [...race.text].slice(race.sent, race.pressed)
    const from = race.sent
    this.#say({
      type: 'keys',
      race: race.id,
      from,
      keys: keys.map((key, i) => [race.offsets[from + i] ?? 0, key]),
    })
    race.sent = race.pressed
  }

  #onTick({ race, ack }: Frame): void {
    const current = this.race
    if (current?.id !== race || current === undefined || typeof ack !== 'number') return
    current.acked = Math.max(current.acked, ack)
  }

  #onSnapshot(frame: Frame): void {
    const view = frame['race'] as RaceViewFrame
    const ack = Number(frame['ack'])
    const known = this.races.find(({ id }) => id === view.id)
    if (known !== undefined && known !== this.race) return
    if (known === undefined) this.#asked++
    const race = known ?? this.#begin(view)
    const state = (frame['seats'] as readonly { readonly state: string }[])[race.seat]?.state
    if ((state === 'racing' || state === 'away') && ack < race.acked)
      this.stage.witness.fail(
        'Q7',
        `${this.name} was told of ${race.acked} keys in ${race.id}, then of ${ack}`,
      )
    this.state = 'racing'
    race.sent = ack
    this.#sendKeys(race)
  }

  #onOutcome(frame: Frame): void {
    const race = this.races.find(({ id }) => id === frame['race'])
    if (race === undefined) return
    this.stage.witness.onTold(race.id, race.seat, frame)
    const isFirst = race.outcome === undefined
    race.outcome = frame
    if (!isFirst || race !== this.races.at(-1)) return
    this.state = 'in the lobby'
    if (this.#asked >= this.script.races) this.#finish()
    else this.#after(this.script.restsMs, '', () => this.#ask())
  }

  #onError(frame: Frame): void {
    const { code } = frame
    if (code === 'name_taken' || code === 'banned') {
      this.connection?.leave()
      this.#comeBack(RETRY_MS)
    } else if (typeof frame['expected'] === 'number' && this.race !== undefined) {
      const { race } = this
      race.sent = Math.min(race.pressed, frame['expected'])
      this.#after(100, '', () => this.#sendKeys(race))
    } else if (code === 'unavailable') {
      this.connection?.leave()
      this.#comeBack(RETRY_MS)
    }
  }

  #onMove(): void {
    this.connection?.leave()
    this.#comeBack(1)
  }

  /** All of the script is done: the player goes. */
  #finish(): void {
    this.state = 'done'
    this.connection?.leave()
  }

  #say(message: Frame): void {
    this.connection?.send(message)
  }

  #after(ms: number, what: string, run: () => void): void {
    this.stage.world.after(ms, this.actor, what, run)
  }
}
