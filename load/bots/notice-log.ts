import type { Notice } from '@ketik/client'

type Kind = Notice['on']
type NoticeOf<K extends Kind> = Extract<Notice, { readonly on: K }>
type Waiter = { readonly kind: Kind; take(notice: Notice): void; fail(error: Error): void }

/** What nobody waits for, and what comes often. */
const PASSED_OVER: ReadonlySet<Kind> = new Set(['ticked', 'told', 'counted', 'seat-changed'])

/** The notices of one link, in order, for a program that waits for one after the other. */
export class NoticeLog {
  readonly #unread: Notice[] = []
  #waiter: Waiter | undefined
  #broken: Error | undefined

  constructor(private readonly name: string) {}

  add(notice: Notice): void {
    if (PASSED_OVER.has(notice.on)) return
    if (this.#waiter?.kind === notice.on) this.#waiter.take(notice)
    else this.#unread.push(notice)
  }

  /** Nothing more is worth waiting for. */
  break(why: string): void {
    this.#broken = new Error(`${this.name}: ${why}`)
    this.#waiter?.fail(this.#broken)
  }

  /** The next notice of a kind after those that were read; skips others. Rejects after `withinMs`. */
  next<K extends Kind>(kind: K, withinMs: number): Promise<NoticeOf<K>> {
    const index = this.#unread.findIndex(({ on }) => on === kind)
    const read = index < 0 ? [] : this.#unread.splice(0, index + 1)
    const last = read.at(-1)
    if (last !== undefined) return Promise.resolve(last as NoticeOf<K>)
    if (this.#broken !== undefined) return Promise.reject(this.#broken)
    this.#unread.length = 0
    return new Promise((resolve, reject) => {
      const timer = setTimeout(
        () => fail(new Error(`${this.name}: no ${kind} within ${withinMs} ms`)),
        withinMs,
      )
      const end = (): void => {
        clearTimeout(timer)
        this.#waiter = undefined
      }
      const fail = (error: Error): void => {
        end()
        reject(error)
      }
      const take = (notice: Notice): void => {
        end()
        resolve(notice as NoticeOf<K>)
      }
      this.#waiter = { kind, take, fail }
    })
  }
}
