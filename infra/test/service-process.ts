import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Running } from '@ketik/runtime'
import { type OnStart, startServerProcess } from '../local/server-process.ts'
import { readyPorts } from '../local/service-process.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const logs = mkdtempSync(join(tmpdir(), 'ketik-test-logs-'))
let started = 0

/** What every service started beside others needs: a port of its own for each of its doors. */
const ON_FREE_PORTS = {
  HOST: '127.0.0.1',
  ADMIN_PORT: '0',
  GATEWAY_PORT: '0',
  DIAGNOSTICS_PORT: '0',
  PLAIN_CHAT_PORT: '0',
  TCP_RACE_PORT: '0',
  NICK_PORT: '0',
} as const

export type ServiceProcess = Running & {
  readonly pid: number
  readonly logFile: string
  /** Resolves with how the process ended. */
  readonly exited: Promise<string>
  /** SIGKILL, SIGSTOP, SIGCONT, SIGTERM, … */
  signal(signal: NodeJS.Signals): void
}

type Way = {
  /** A new one unless given. */
  readonly logFile?: string
  /** The command that leads into its network. */
  readonly enter?: readonly string[]
  readonly onStart?: OnStart
}

/** A service in a process of its own, from its build, as in production, on free ports unless told otherwise. Needs `node infra/build.mjs` before it. */
export const startServiceProcess = async (
  kind: 'gateway' | 'tcp-edge' | 'matchmaker',
  environment: Readonly<Record<string, string>>,
  { logFile = join(logs, `${kind}-${started++}.log`), enter = [], onStart }: Way = {},
): Promise<ServiceProcess> => {
  let ports: Readonly<Record<string, number>> = {}
  const [command = '', ...args] = [...enter, process.execPath, join(root, `services/${kind}/dist/main.js`)]
  const { pid, exited, stop } = await startServerProcess({
    name: kind,
    command,
    args,
    env: { ...process.env, ...ON_FREE_PORTS, ...environment },
    cwd: root,
    logFile,
    isReady: line => {
      ports = readyPorts(line) ?? ports
      return readyPorts(line) !== undefined
    },
    readyWithinMs: 60_000,
    endWith: [{ signal: 'SIGINT', waitMs: 10_000 }],
    onStart,
  })
  return {
    pid,
    logFile,
    exited,
    ports,
    signal: signal => process.kill(pid, signal),
    drain: async () => {
      process.kill(pid, 'SIGTERM')
      await exited
    },
    close: stop,
  }
}
