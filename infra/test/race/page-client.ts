import { setTimeout as pause } from 'node:timers/promises'
import { WebSocket } from 'ws'
import type { Message } from '../player.ts'

/** A page for contract A as people write one: every message changes what the person sees. Missing fields show as such. */
export class PageClient {
  /** What the person sees, line by line. */
  readonly seen: string[] = []
  /** Seconds on the clock; at 0 the page locks its input. */
  timeLeft = 0
  text = ''
  #changed = () => {}

  private constructor(private readonly socket: WebSocket) {
    socket.on('message', frame => this.#show(JSON.parse(String(frame))))
    socket.on('close', () => this.#see('Koneksi terputus'))
  }

  /** Connects as `onopen` of such a page does: the name is in the address, and its addresses follow. */
  static async open(port: number, name: string): Promise<PageClient> {
    const socket = new WebSocket(`ws://127.0.0.1:${port}/stream/${encodeURIComponent(name)}`)
    const page = new PageClient(socket)
    await new Promise((resolve, reject) => {
      socket.once('open', resolve)
      socket.once('error', reject)
    })
    page.send({ type: 'client_ip', ip: ['192.0.2.7'] })
    return page
  }

  send(message: object): void {
    this.socket.send(JSON.stringify(message))
  }

  /** Resolves with the first line that the pattern fits, now or later. */
  async sees(pattern: RegExp): Promise<string> {
    for (;;) {
      const line = this.seen.find(one => pattern.test(one))
      if (line !== undefined) return line
      await new Promise<void>(resolve => {
        this.#changed = resolve
      })
    }
  }

  /** Types the text to its end, as `oninput` of such a page reports it: after each character. */
  async typeAt(wpm: number): Promise<void> {
    const { length } = this.text
    for (let typed = 1; typed <= length; typed++) {
      await pause(12_000 / wpm)
      this.send({ type: 'progress', progress: (100 * typed) / length, wpm })
    }
    this.send({ type: 'finish', wpm })
  }

  close(): void {
    this.socket.close()
  }

  #show(data: Message): void {
    if (data.status === 'waiting') this.#see(`${data['message']} (${data['waiting_count']})`)
    else if (data.status === 'matched') this.#see(`Lawan: ${data['opponent']}`)
    else if (data.type === 'res_leaderboard') this.#board(`Halo ${data['username']}`, data['data'])
    else if (data.type === 'leaderboard_update') this.#board('Peringkat baru', data['leaderboard'])
    else if (data.type === 'matchmaking_canceled') this.#see('Dibatalkan')
    else if (data.type === 'countdown') this.#see(`Mulai dalam ${data['value']}`)
    else if (data.type === 'start_game') {
      this.text = String(data['text'])
      this.timeLeft = Number(data['duration'])
      this.#see(`Waktu: ${this.timeLeft}s`)
    } else if (data.type === 'opponent_progress') this.#see(`Lawan ${data['progress']}%`)
    else if (data.type === 'game_over') {
      this.#see(data['result'] === 'draw' ? 'SERI' : `Pemenang: ${data['winner']} (${data['reason']})`)
      this.#see(`Final Speed: ${data['wpm']} WPM`)
      this.#board('Papan', data['leaderboard'])
    } else if (data.type === 'error') this.#see(`Kesalahan: ${data['code']}`)
  }

  #board(title: string, rows: unknown): void {
    const lines = (rows as readonly Message[]).map(row => `${row['username']} ${row['wpm']}`)
    this.#see(`${title}: ${lines.join(', ')}`)
  }

  #see(line: string): void {
    this.seen.push(line)
    this.#changed()
  }
}
