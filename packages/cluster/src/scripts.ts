import { readFileSync } from 'node:fs'
import type { RedisClient } from './redis.ts'

/** The Lua scripts by file name, each with its number of keys. The header of each file states what it guarantees. */
const SCRIPTS = {
  'create-race': 1,
  'save-race': 1,
  'restore-race': 1,
  checkpoint: 2,
  'seat-player': 1,
  'join-queue': 5,
  'leave-queue': 4,
  'pairable-tickets': 4,
  'place-tickets': 6,
  'join-lobby': 5,
  'leave-lobby': 3,
  say: 2,
  'impose-moderation-action': 2,
  'note-claims': 3,
  'spend-budget': 1,
} as const

export type ScriptName = keyof typeof SCRIPTS
type Argument = string | number
export type RunScript = (
  name: ScriptName,
  keys: readonly string[],
  args: readonly Argument[],
) => Promise<unknown>

/** These scripts use the functions of `queue-places.lua`. */
const OF_THE_QUEUE: ReadonlySet<string> = new Set(['join-queue', 'leave-queue', 'place-tickets'])

const read = (file: string): string => readFileSync(new URL(file, import.meta.url), 'utf8')

/** Defines all scripts. The client sends their digest, and the whole script when the server does not know it. */
export const defineScripts = (client: RedisClient): RunScript => {
  for (const [name, numberOfKeys] of Object.entries(SCRIPTS)) {
    const places = OF_THE_QUEUE.has(name) ? read('./queue-places.lua') : ''
    client.defineCommand(name, { numberOfKeys, lua: places + read(`./scripts/${name}.lua`) })
  }
  const commands = client as unknown as Record<ScriptName, (...args: Argument[]) => Promise<unknown>>
  const run: RunScript = (name, keys, args) => commands[name](...keys, ...args)
  // After a failover the new server does not know the script. ioredis notices that only at the next call.
  return (...asked) =>
    run(...asked).catch(error => {
      if (error instanceof Error && error.message.includes('NOSCRIPT')) return run(...asked)
      throw error
    })
}
