import { mkdtempSync, rmSync } from 'node:fs'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { freePort } from '../../../infra/local/free-port.ts'
import { provideRedisProgram } from '../../../infra/local/redis-program.ts'
import { startRedis } from '../../../infra/local/redis-server.ts'
import { createRedis } from './redis.ts'

/** A Redis whose answers can be held back on their way, and what has come to it. */
const startHeldRedis = async () => {
  const folder = mkdtempSync(join(tmpdir(), 'ketik-held-'))
  const server = await startRedis({
    command: provideRedisProgram(() => {}),
    folder,
    port: await freePort(),
    logFile: join(folder, 'redis.log'),
    durable: false,
  })
  const answers: Socket[] = []
  let asked = ''
  let onAsked = () => {}
  const line = createServer(near => {
    const far = connect(Number(new URL(server.url).port), '127.0.0.1')
    answers.push(far)
    far.pipe(near)
    near.on('data', chunk => {
      asked += chunk
      far.write(chunk)
      onAsked()
    })
    near.on('close', () => far.destroy())
  })
  await new Promise<void>(resolve => line.listen(0, '127.0.0.1', resolve))
  onTestFinished(async () => {
    line.close()
    await server.stop()
    rmSync(folder, { recursive: true })
  })
  return {
    url: `redis://127.0.0.1:${(line.address() as AddressInfo).port}`,
    hold: () => answers.forEach(answer => void answer.pause()),
    release: () => answers.forEach(answer => void answer.resume()),
    /** Resolves once these words were sent. */
    reached: (words: string) =>
      new Promise<void>(resolve => {
        onAsked = () => {
          if (asked.includes(words)) resolve()
        }
        onAsked()
      }),
  }
}

it('[Q39] a command does not wait for the answer to an earlier one', async () => {
  const held = await startHeldRedis()
  const redis = createRedis(held.url)
  onTestFinished(() => redis.disconnect())
  await redis.connect()
  await redis.set('kata', 'mata')
  held.hold()
  const first = redis.get('kata')
  await held.reached('get\r\n$4\r\nkata')
  const second = redis.strlen('kata')
  await held.reached('strlen\r\n$4\r\nkata')
  held.release()
  expect(await Promise.all([first, second])).toEqual(['mata', 4])
})
