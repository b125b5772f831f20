import { SessionTokens } from '@ketik/edge'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { SESSION_SECRET, startCluster, type TestCluster } from '../cluster.ts'
import { meet, readyTypist } from '../typist.ts'
import { askGateway, claimed, PASSPHRASE } from './web-session.ts'

const NEW_SECRET = 'the next secret for tests'
const NODES = [0, 1] as const

let cluster: TestCluster
/** Step 2 of a change, half done: node 0 has the secrets `new, old`, node 1 `old, new`. */
beforeAll(async () => {
  cluster = await startCluster({
    gateways: 2,
    gateway: { trustedProxies: ['127.0.0.1'] },
    gatewayOfItsOwn: [
      { sessionSecret: NEW_SECRET, sessionSecretSecond: SESSION_SECRET },
      { sessionSecretSecond: NEW_SECRET },
    ],
  })
})
afterAll(() => cluster.close())

const ofNew = new SessionTokens(NEW_SECRET, Date.now)
const ofOld = new SessionTokens(SESSION_SECRET, Date.now)
const signer = (token: string): string | undefined => {
  if (ofNew.verify(token) !== undefined) return 'new'
  return ofOld.verify(token) === undefined ? undefined : 'old'
}
const account = async (node: number, token: string) =>
  await askGateway(cluster, node, 'GET /api/account', undefined, { token })

describe('while the secret changes', () => {
  it('[TRANSPORT-20] tokens of either secret work at nodes of either step, over HTTP and at /ws', async () => {
    await claimed(cluster, 'Tukar Kunci')
    const signIn = async (node: number): Promise<string> => {
      const given = { username: 'Tukar Kunci', passphrase: PASSPHRASE }
      const { body } = await askGateway(cluster, node, 'POST /api/session', given, { from: '198.51.100.7' })
      return body.token ?? ''
    }
    for (const issuer of NODES) {
      const token = await signIn(issuer)
      expect(signer(token)).toBe(issuer === 0 ? 'new' : 'old')
      for (const node of NODES) {
        expect((await account(node, token)).status).toBe(200)
        const player = await cluster.connect({ over: 'websocket', node }, 'Tukar Kunci')
        player.send({ type: 'login', v: 1, username: 'Tukar Kunci', token })
        await player.next('welcome')
        player.close()
        await player.closed()
      }
    }
  })

  it('[TRANSPORT-20] guests keep their names by tokens of either secret', async () => {
    for (const issuer of NODES) {
      const guest = await cluster.connect({ over: 'websocket', node: issuer }, 'Tamu Kunci')
      guest.send({ type: 'login', v: 1, username: 'Tamu Kunci' })
      const { token, playerId } = await guest.next('welcome')
      guest.close()
      await guest.closed()
      const again = await cluster.connect({ over: 'websocket', node: 1 - issuer }, 'Tamu Kunci')
      again.send({ type: 'login', v: 1, username: 'Tamu Kunci', token })
      expect((await again.next('welcome'))['playerId']).toBe(playerId)
      again.close()
      await again.closed()
    }
  })

  it('[TRANSPORT-24] a token of the second secret is renewed when it is used, however young it is', async () => {
    const young = await claimed(cluster, 'Segera Baru')
    expect([signer(young), (await account(0, young)).body.token]).toEqual(['new', undefined])
    const old = (await account(1, young)).body.token ?? ''
    expect(signer(old)).toBe('old')
    expect((await account(1, old)).body.token).toBeUndefined()
    expect(signer((await account(0, old)).body.token ?? '')).toBe('new')
  })

  it('[TRANSPORT-23] racers on nodes of either step get one room for their rematch', async () => {
    const racers = [
      await readyTypist(cluster.connect({ over: 'websocket', node: 0 }, 'tukar-ani')),
      await readyTypist(cluster.connect({ over: 'websocket', node: 1 }, 'tukar-budi')),
    ]
    const races = await meet(racers, 'tukar')
    const [room, ...others] = races.map(race => (race as unknown as { rematchRoom: string }).rematchRoom)
    expect(room).toMatch(/^rematch-/)
    expect(others).toEqual([room])
  })
})
