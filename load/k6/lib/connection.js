import { WebSocket } from 'k6/websockets'

/** What a player waits for; everything else is only handed to `onMessage`. */
const AWAITED = new Set([
  'welcome',
  'res_leaderboard',
  'pong',
  'matched',
  'start_game',
  'game_over',
  'race_over',
  'snapshot',
])

/** Who else comes and goes is most of what a crowd is told, and nothing that a racer acts on: it is not even parsed. */
const PRESENCE = '{"type":"presence"'

/** One connection to the JSON door. `take(kind)` answers the first message of a kind that was not taken before. */
export class Connection {
  #socket
  #heard = new Map()
  #waiting = new Map()
  #closed

  /** `onMessage(message, at)`: every message, with the instant (epoch ms) at which it was read off the socket. */
  static open(url, onMessage, onClose) {
    return new Promise((resolve, reject) => {
      const connection = new Connection()
      const socket = new WebSocket(url, null, { tags: { name: 'race door' } })
      connection.#socket = socket
      socket.addEventListener('open', () => resolve(connection))
      socket.addEventListener('message', event => {
        if (event.data.startsWith(PRESENCE)) return
        const message = JSON.parse(event.data)
        onMessage(message, event.timestamp)
        connection.#hear({ message, at: event.timestamp })
      })
      socket.addEventListener('error', event => reject(new Error(`${url}: ${event.error}`)))
      socket.addEventListener('close', event => {
        const code = event.code || 1006
        reject(new Error(`${url}: closed (${code})`))
        connection.#end(new Error(`closed (${code})`))
        onClose(code)
      })
    })
  }

  send(message) {
    if (this.#socket.readyState === 1) this.#socket.send(JSON.stringify(message))
  }

  close() {
    if (this.#socket.readyState < 2) this.#socket.close(1000)
  }

  take(kind, withinMs = 15_000) {
    const earlier = this.#heard.get(kind)?.shift()
    if (earlier !== undefined) return Promise.resolve(earlier)
    if (this.#closed !== undefined) return Promise.reject(this.#closed)
    return new Promise((resolve, reject) => {
      const late = setTimeout(() => {
        this.#waiting.delete(kind)
        reject(new Error(`no ${kind} within ${withinMs} ms`))
      }, withinMs)
      this.#waiting.set(kind, { resolve, reject, late })
    })
  }

  #hear(heard) {
    const kind = heard.message.type ?? heard.message.status
    const waiting = this.#waiting.get(kind)
    if (waiting !== undefined) {
      this.#waiting.delete(kind)
      clearTimeout(waiting.late)
      waiting.resolve(heard)
    } else if (AWAITED.has(kind)) {
      this.#heard.set(kind, [...(this.#heard.get(kind) ?? []), heard])
    }
  }

  #end(error) {
    this.#closed = error
    for (const { reject, late } of this.#waiting.values()) {
      clearTimeout(late)
      reject(error)
    }
    this.#waiting.clear()
  }
}
