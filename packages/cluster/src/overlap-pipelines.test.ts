import { expect, it, onTestFinished } from 'vitest'
import { testRedis } from '../../../infra/test/services.ts'
import { openTcpProxy, perfectLine } from '../../../infra/test/tcp-proxy.ts'
import { createRedis } from './redis.ts'

/** A way to Redis on which answers can be held back, and what has gone to it. */
const openHeldLine = async (to: URL) => {
  let asked = ''
  let onAsked = () => {}
  const onSent = (chunk: Buffer) => {
    asked += chunk
    onAsked()
  }
  const proxy = await openTcpProxy({ host: to.hostname, port: Number(to.port) }, perfectLine, { onSent })
  onTestFinished(proxy.close)
  return {
    ...proxy,
    url: `redis://127.0.0.1:${proxy.port}`,
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

it('[CLUSTER-39] a command does not wait for the answer to an earlier one', async () => {
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
