import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from '../local/free-port.ts'
import { findPostgres } from '../local/postgres-program.ts'
import { startPostgres } from '../local/postgres-server.ts'
import { provideRedisProgram } from '../local/redis-program.ts'
import { startRedis } from '../local/redis-server.ts'
import { type Restartable, restartable } from './restartable.ts'

/** A Redis or a PostgreSQL of one user alone, with its data and its port kept over a restart. */
export type OwnStore = Restartable & {
  readonly url: string
  readonly port: number
  /** Stops it, and removes its folder where it made one. */
  close(): Promise<void>
}

type Options = {
  /** Where its data and its log are; a new one unless given. */
  readonly folder?: string
  readonly port?: number
  readonly password?: string
  /** False gives up safety against power loss for speed. */
  readonly durable?: boolean
  readonly onRun?: Parameters<typeof restartable>[1]
}

/** A new temporary folder that the account PostgreSQL runs as can pass through. */
export const openFolder = (prefix: string): string => {
  const folder = mkdtempSync(join(tmpdir(), prefix))
  chmodSync(folder, 0o711)
  return folder
}

export const startOwnRedis = (options: Options = {}): Promise<OwnStore> => {
  const command = provideRedisProgram(line => console.warn(line))
  return startStore(options, async (folder, port, onStart) => {
    const { password, durable = true } = options
    const logFile = join(folder, 'redis.log')
    const secret = password === undefined ? {} : { password }
    return (await startRedis({ command, folder, port, logFile, durable, onStart, ...secret })).url
  })
}

/** `dataFolder`: where its data is, if it is not where its log is. */
export const startOwnPostgres = async (
  options: Options & { readonly dataFolder?: string } = {},
): Promise<OwnStore> => {
  const program = await findPostgres()
  return startStore(options, async (folder, port, onStart) => {
    const { dataFolder = folder, password = 'for-tests', durable = true } = options
    const logFile = join(folder, 'postgres.log')
    const data = join(dataFolder, 'postgres')
    return (await startPostgres({ program, folder: data, port, logFile, password, durable, onStart })).url()
  })
}

type Start = (
  folder: string,
  port: number,
  onStart: Parameters<Parameters<typeof restartable>[0]>[0],
) => Promise<string>

const startStore = async (options: Options, start: Start): Promise<OwnStore> => {
  const folder = options.folder ?? openFolder('ketik-own-')
  const port = options.port ?? (await freePort())
  let url = ''
  const server = restartable(async onStart => {
    url = await start(folder, port, onStart)
  }, options.onRun)
  await server.start()
  return {
    ...server,
    url,
    port,
    close: async () => {
      await server.stop()
      if (options.folder === undefined) rmSync(folder, { recursive: true, force: true })
    },
  }
}
