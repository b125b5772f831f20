import type { RedisClient } from '../src/redis.ts'
import type { RunScript } from '../src/scripts.ts'
import type { Link } from './link.ts'
import { memoryScripts } from './memory-scripts.ts'
import type { MemoryServer } from './memory-server.ts'
import type { Scripts } from './scripts/script.ts'

/** Members of the server that are no commands. */
const LOCAL: ReadonlySet<string> = new Set(['changes', 'now', 'subscribe', 'unsubscribe'])

type Command = (...args: unknown[]) => unknown
type Listener = (channel: string, payload: string) => void

const commandsOf = (server: MemoryServer): readonly (readonly [string, Command])[] =>
  Object.entries(server).filter(
    (entry): entry is [string, Command] => typeof entry[1] === 'function' && !LOCAL.has(entry[0]),
  )

/** A connection to the server in memory, in place of an ioredis client. */
export const memoryRedis = (server: MemoryServer, link: Link): RedisClient => {
  const listeners: Listener[] = []
  const hear: Listener = (channel, payload) => {
    link.push(`message on ${channel}`, () => {
      for (const listener of listeners) listener(channel, payload)
    })
  }
  const commands = commandsOf(server)
  const client = {
    status: 'ready',
    ...Object.fromEntries(
      commands.map(([name, run]) => [
        name,
        (...args: unknown[]) => link.call(labelOf(name, args), () => run(...args)),
      ]),
    ),
    on: (event: string, listener: Listener & (() => void)) => {
      if (event === 'message') listeners.push(listener)
      if (event === 'ready') link.onReady?.(listener)
    },
    subscribe: (channel: string) => link.call(`subscribe ${channel}`, () => server.subscribe(channel, hear)),
    multi: () => transaction(commands, link),
    disconnect: (reconnect = false) => {
      if (reconnect) link.reopen?.()
      else server.unsubscribe(hear)
    },
  }
  return client as unknown as RedisClient
}

export const memoryRunScript =
  (server: MemoryServer, link: Link, scripts: Scripts = memoryScripts): RunScript =>
  (name, keys, args) =>
    link.call(labelOf(name, keys), () => {
      const script = scripts[name]
      if (script === undefined) throw new Error(`the script ${name} has no version in memory`)
      return script(server, keys, args.map(String))
    })

/** Collects commands and runs them in one step. */
const transaction = (commands: readonly (readonly [string, Command])[], link: Link) => {
  const gathered: (() => unknown)[] = []
  const chain: Record<string, Command> = {
    exec: () => link.call('transaction', () => gathered.map(run => [null, run()])),
  }
  for (const [name, run] of commands) {
    chain[name] = (...args) => {
      gathered.push(() => run(...args))
      return chain
    }
  }
  return chain
}

const labelOf = (name: string, args: readonly unknown[]): string => `${name} ${args[0] ?? ''}`
