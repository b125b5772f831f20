import { execFileSync } from 'node:child_process'
import { chmodSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from '../local/free-port.ts'
import { findPostgres } from '../local/postgres-program.ts'
import { startPostgres } from '../local/postgres-server.ts'
import { workingFolder } from '../local/process-identity.ts'
import { provideRedisProgram } from '../local/redis-program.ts'
import { startRedis } from '../local/redis-server.ts'
import { signalProcess } from '../local/server-process.ts'

/** The Redis and the PostgreSQL that the tests of one run share. */
export type StartedServices = {
  readonly redisUrl: string
  readonly databaseUrl: string
  stop(): Promise<void>
}

const folderPrefix = 'ketik-test-'

/**
 * Starts a private Redis and a private PostgreSQL on free loopback ports. TEST_REDIS_URL and
 * TEST_DATABASE_URL name servers to use instead.
 */
export async function startServices(): Promise<StartedServices> {
  const { TEST_REDIS_URL: redisGiven, TEST_DATABASE_URL: databaseGiven } = process.env
  clearLeftovers()
  buildTexts()
  const folder = mkdtempSync(join(tmpdir(), `${folderPrefix}${process.pid}-`))
  chmodSync(folder, 0o711) // PostgreSQL runs as another user and must pass through
  const [redis, postgres] = await Promise.all([
    redisGiven ? undefined : testRedisServer(folder),
    databaseGiven ? undefined : testPostgresServer(folder),
  ])
  return {
    redisUrl: redisGiven || redis?.url || '',
    databaseUrl: databaseGiven || postgres?.url() || '',
    async stop() {
      await Promise.all([redis?.stop(), postgres?.stop()])
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

async function testRedisServer(folder: string) {
  const command = provideRedisProgram(line => console.warn(line))
  return startRedis({
    command,
    folder,
    port: await freePort(),
    logFile: join(folder, 'redis.log'),
    durable: false,
  })
}

async function testPostgresServer(folder: string) {
  return startPostgres({
    program: await findPostgres(),
    folder: join(folder, 'postgres'),
    port: await freePort(),
    logFile: join(folder, 'postgres.log'),
    password: 'test',
    durable: false,
  })
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
