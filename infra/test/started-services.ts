import { execFileSync } from 'node:child_process'
import { readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { workingFolder } from '../local/process-identity.ts'
import { signalProcess } from '../local/server-process.ts'
import { openFolder, startOwnPostgres, startOwnRedis } from './own-stores.ts'

/** The Redis and the PostgreSQL that the tests of one run share. */
export type StartedServices = {
  readonly redisUrl: string
  readonly databaseUrl: string
  stop(): Promise<void>
}

const folderPrefix = 'ketik-test-'

/**
 * Starts a private Redis and a private PostgreSQL on free loopback ports. TEST_REDIS_URL and
 * TEST_DATABASE_URL name servers to use instead. Not `durable`: what is written may be lost with the machine's power.
 */
export async function startServices(durable = false): Promise<StartedServices> {
  const { TEST_REDIS_URL: redisGiven, TEST_DATABASE_URL: databaseGiven } = process.env
  clearLeftovers()
  buildTexts()
  const folder = openFolder(`${folderPrefix}${process.pid}-`)
  const [redis, postgres] = await Promise.all([
    redisGiven ? undefined : startOwnRedis({ folder, durable }),
    databaseGiven ? undefined : startOwnPostgres({ folder, durable }),
  ])
  return {
    redisUrl: redisGiven || redis?.url || '',
    databaseUrl: databaseGiven || postgres?.url || '',
    async stop() {
      await Promise.all([redis?.stop(), postgres?.stop()])
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** A matchmaker in a test needs its texts as npm start does. */
function buildTexts(): void {
  execFileSync(process.execPath, [join(import.meta.dirname, '../build.mjs'), 'texts'], { stdio: 'inherit' })
}

/** Ends what a test run left behind when it was killed: its folder names the process that owned it. */
function clearLeftovers(): void {
  for (const name of readdirSync(tmpdir()).filter(entry => entry.startsWith(folderPrefix))) {
    const owner = Number(name.slice(folderPrefix.length).split('-')[0])
    if (!(owner > 0) || signalProcess(owner, 0)) continue
    const folder = join(tmpdir(), name)
    for (const pid of processesIn(folder)) signalProcess(pid, 'SIGKILL')
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
  }
}

/** The processes whose working folder is, or is in, a folder. */
function processesIn(folder: string): number[] {
  if (process.platform !== 'linux') return []
  const pids = readdirSync('/proc').map(Number)
  return pids.filter(pid => pid > 0 && `${workingFolder(pid)}/`.startsWith(`${folder}/`))
}
