import { execFile } from 'node:child_process'
import { setTimeout as pause } from 'node:timers/promises'
import { promisify } from 'node:util'
import { canInstall, findCommand, installPackage } from '../../local/debian-package.ts'
import { procStat } from '../../local/process-identity.ts'

const run = promisify(execFile)

const POLL_MS = 40
/** Around names and texts; they take no cell. */
const ISOLATES = /[\u2068\u2069]/g
let panes = 0

type Size = { readonly cols: number; readonly rows: number }
type Cell = { readonly col: number; readonly row: number }

/** Installs tmux where it is missing and we may. */
export const ensureTmux = (): void => {
  if (findCommand('tmux') !== undefined) return
  const problem = canInstall()
    ? installPackage('tmux')
    : 'tmux is not installed, and only root can install it'
  if (problem !== undefined) throw new Error(problem)
}

/** One real terminal, on a tmux server of its own. */
export class Pane {
  private constructor(private readonly server: string) {}

  static async open(command: string, { cols, rows }: Size = { cols: 80, rows: 24 }): Promise<Pane> {
    const pane = new Pane(`ketik-test-${process.pid}-${++panes}`)
    const size = ['-x', String(cols), '-y', String(rows)]
    await pane.#tmux('-f', '/dev/null', 'new-session', '-d', ...size, '-e', 'LANG=C.UTF-8', command)
    return pane
  }

  /** Named keys such as `Enter`, `BSpace`, `C-w`. */
  async press(...keys: readonly string[]): Promise<void> {
    await this.#tmux('send-keys', ...keys)
  }

  async type(text: string): Promise<void> {
    // A last semicolon would be the end of a command to tmux.
    await this.#tmux('send-keys', '-l', '--', text.replace(/;$/, '\\;'))
  }

  /** As a paste from the clipboard: bracketed where the program asked for that. */
  async paste(text: string): Promise<void> {
    await this.#tmux('set-buffer', text)
    await this.#tmux('paste-buffer', '-p')
  }

  async resize({ cols, rows }: Size): Promise<void> {
    await this.#tmux('resize-window', '-x', String(cols), '-y', String(rows))
  }

  /** What stands on the screen, row by row without isolates; with `styled`, colours and all. */
  async rows(styled = false): Promise<readonly string[]> {
    const text = await this.#tmux('capture-pane', '-p', ...(styled ? ['-e'] : []))
    return text.replace(ISOLATES, '').replace(/\n$/, '').split('\n')
  }

  async cursor(): Promise<Cell> {
    const [col = 0, row = 0] = (await this.get('cursor_x cursor_y')).split(' ').map(Number)
    return { col, row }
  }

  /** Format variables of tmux, by name. */
  async get(names: string): Promise<string> {
    const format = names
      .split(' ')
      .map(name => `#{${name}}`)
      .join(' ')
    return (await this.#tmux('display-message', '-p', format)).trim()
  }

  /** The process in the foreground of the shell that runs here: the terminal's own foreground group leads it. */
  async foreground(): Promise<number> {
    const shell = await this.get('pane_pid')
    return Number(procStat(Number(shell))?.fields[5])
  }

  /** The screen, as soon as it shows what is awaited; throws with what it shows instead. */
  async until(awaited: string | RegExp, withinMs = 60_000): Promise<string> {
    const until = performance.now() + withinMs
    for (;;) {
      const screen = (await this.rows()).join('\n')
      if (typeof awaited === 'string' ? screen.includes(awaited) : awaited.test(screen)) return screen
      if (performance.now() > until)
        throw new Error(`no ${awaited} within ${withinMs} ms; the screen:\n${screen}`)
      await pause(POLL_MS)
    }
  }

  async close(): Promise<void> {
    // The server ends by itself once its last program has.
    await this.#tmux('kill-server').catch(() => undefined)
  }

  async #tmux(...args: readonly string[]): Promise<string> {
    return (await run('tmux', ['-u', '-L', this.server, ...args])).stdout
  }
}
