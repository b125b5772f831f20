import { foldUsername } from '@ketik/protocol'
import { LRUCache } from 'lru-cache'
import { toAscii } from './to-ascii.ts'

/** Names that are remembered; the one not seen for longest is forgotten first. */
const NAMES_MAX = 10_000

/**
 * How names are shown to a client that reads ASCII only, so that no two people whom it sees have one name. An ASCII name
 * is shown as it is, and a folded one only while nobody else is shown by it: `Zoë` is `Zoe`, but `Zoe?` beside a `Zoe`.
 */
export class AsciiNames {
  /** What is shown, by the name's key. */
  readonly #shown = new LRUCache<string, string>({
    max: NAMES_MAX,
    dispose: shown => this.#owners.delete(foldUsername(shown)),
  })
  /** The key of the name that is shown so, by the key of what is shown. */
  readonly #owners = new Map<string, string>()

  of(username: string): string {
    const key = foldUsername(username)
    const ascii = toAscii(username).replaceAll(':', '?')
    const known = this.#shown.get(key)
    const shown = ascii === username ? username : (known ?? this.#free(ascii))
    this.#remember(key, shown)
    return shown
  }

  #free(ascii: string): string {
    let shown = ascii
    for (let n = 1; this.#owners.has(foldUsername(shown)); n++) shown = `${ascii}?${n === 1 ? '' : n}`
    return shown
  }

  #remember(key: string, shown: string): void {
    const before = this.#owners.get(foldUsername(shown))
    if (before !== undefined && before !== key) this.#shown.delete(before)
    this.#shown.delete(key)
    this.#shown.set(key, shown)
    this.#owners.set(foldUsername(shown), key)
  }
}
