import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { expect, it, onTestFinished } from 'vitest'
import { testRedis } from '../../../infra/test/services.ts'
import { createRedis } from './redis.ts'

/** A way to Redis on which answers can be held back, and what has gone to it. */
const openHeldLine = async (to: URL) => {
  const answers: Socket[] = []
  let asked = ''
  let onAsked = () => {}
  const line = createServer(near => {
    const far = connect(Number(to.port), to.hostname)
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
  onTestFinished(() => void line.close())
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
  const { url, prefix } = testRedis()
  const held = await openHeldLine(new URL(url))
  const redis = createRedis(held.url)
  onTestFinished(() => redis.disconnect())
  await redis.connect()
  const key = `${prefix}kata`
  const asked = (command: string) => `${command}\r\n$${key.length}\r\n${key}`
  await redis.set(key, 'mata')
  held.hold()
  const first = redis.get(key)
  await held.reached(asked('get'))
  const second = redis.strlen(key)
  await held.reached(asked('strlen'))
  held.release()
  expect(await Promise.all([first, second])).toEqual(['mata', 4])
})
