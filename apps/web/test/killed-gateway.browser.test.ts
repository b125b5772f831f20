import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startProcessCluster, type TestCluster } from '../../../infra/test/cluster.ts'
import type { ServiceProcess } from '../../../infra/test/service-process.ts'
import { type FrontDoor, frontDoor } from './front-door.ts'
import { previewPage } from './preview-page.ts'
import { Racer } from './racer.ts'

const KEY_MS = 120

let cluster: TestCluster<ServiceProcess>
let doors: readonly FrontDoor[]
let ani: Racer
let budi: Racer

beforeAll(async () => {
  await (await previewPage('production')).close()
  cluster = await startProcessCluster({ gateways: 2 })
  const [first = 0, second = 0] = cluster.gateways.map(({ ports }) => ports['http'] ?? 0)
  doors = await Promise.all([frontDoor([first, second]), frontDoor([second])])
  ani = await Racer.open(doors[0]?.url ?? '', { size: 'desktop', locale: 'en-GB' })
  budi = await Racer.open(doors[1]?.url ?? '', { size: 'phone', locale: 'id-ID' })
})
afterAll(async () => {
  await Promise.all([ani?.close(), budi?.close()])
  await Promise.all((doors ?? []).map(door => door.close()))
  await cluster?.close()
})

describe('a gateway killed in the middle of a race', () => {
  test('[WEB-41] costs its racer no key: they type on, and finish at another node', async () => {
    await Promise.all([ani.enter('Ani'), budi.enter('Budi')])
    const text = await ani.text()
    const half = Math.floor(text.length / 2)
    const eighth = Math.floor(text.length / 8)
    // A player who presses no key for 15 s is out, so Budi types slowly all along.
    await Promise.all([ani.type(text.slice(0, half), KEY_MS), budi.type(text.slice(0, eighth), 4 * KEY_MS)])
    cluster.gateways[0]?.signal('SIGKILL')
    await Promise.all([
      ani.type(text.slice(half), KEY_MS),
      budi.type(text.slice(eighth, 2 * eighth), 4 * KEY_MS),
    ])
    expect(await ani.verdict()).toBe(ani.words.won)
    await budi.type(text.slice(2 * eighth), KEY_MS / 2)
    await budi.verdict()
    const results = await cluster.settled(ani.page.url().split('/').at(-1) ?? '')
    const own = results.rows.find(({ username }) => username === 'Ani')
    expect(own).toMatchObject({ state: 'finished', place: 1 })
    const typed = results.keyLogs[own?.seat ?? 0]?.map(([, key]) => key).join('')
    expect(typed).toBe(text)
    expect([...ani.troubles, ...budi.troubles]).toEqual([])
  })
})
