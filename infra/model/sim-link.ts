import type { Link } from '@ketik/cluster/memory'
import { Pipe } from './pipe.ts'
import type { Actor, World } from './world.ts'

const READY_MS = 60

/** A process's connections to a server: each command and each answer is under way for a while, and both can be lost. */
export class SimLink implements Link {
  readonly #requests: Pipe
  readonly #answers: Pipe
  readonly #pushes: Pipe
  readonly #waiting = new Set<(error: Error) => void>()
  readonly #onReady: (() => void)[] = []
  #lostUntil = 0
  #deafUntil = 0

  constructor(
    private readonly world: World,
    private readonly actor: Actor,
    server: Actor,
    /** Hears of each command right after the server has run it. */
    private readonly watch: (what: string) => void,
  ) {
    this.#requests = new Pipe(world, server)
    this.#answers = new Pipe(world, actor)
    this.#pushes = new Pipe(world, actor)
  }

  call<T>(what: string, run: () => T): Promise<T> {
    if (this.world.now < this.#lostUntil) return Promise.reject(new Error('no connection'))
    return new Promise((resolve, reject) => {
      this.#waiting.add(reject)
      this.#requests.send(`for ${this.actor.name}: ${what}`, () => {
        // A command that throws answers with its error. Nobody may be there to hear it.
        const answer = new Promise<T>(done => done(run()))
        answer.catch(() => {})
        this.watch(what)
        this.#answers.send('', () => {
          if (this.#waiting.delete(reject)) resolve(answer)
        })
      })
    })
  }

  push(what: string, run: () => void): void {
    if (this.world.now >= this.#deafUntil && this.actor.alive) this.#pushes.send(what, run)
  }

  /** The subscribing connection is opened again. */
  reopen(): void {
    this.deafen(READY_MS)
  }

  onReady(listener: () => void): void {
    this.#onReady.push(listener)
  }

  /** The commanding connection breaks: what was on its way may have come through or not, and nobody hears an answer. */
  lose(ms: number): void {
    this.#lostUntil = this.world.now + ms
    this.die()
    this.#answers.cut()
    const waiting = [...this.#waiting]
    this.#waiting.clear()
    for (const reject of waiting) reject(new Error('the connection was lost'))
    this.#readyAfter(ms)
  }

  /** The subscribing connection breaks: what is published meanwhile is lost. */
  deafen(ms: number): void {
    this.#deafUntil = this.world.now + ms
    this.dropPushes()
    this.#readyAfter(ms)
  }

  /** What is on its way to the process is lost, and nothing tells of it. */
  dropPushes(): void {
    this.#pushes.cut()
  }

  /** Its process dies. */
  die(): void {
    this.#requests.cut(true)
  }

  #readyAfter(ms: number): void {
    this.world.after(ms, this.actor, 'connection is back', () => {
      for (const listener of this.#onReady) listener()
    })
  }
}
