import { SessionTokens } from '@ketik/edge'
import { foldUsername } from '@ketik/protocol'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { startCluster, type TestCluster } from '../cluster.ts'
import { socketIoConnection, status } from '../lobby/clients.ts'
import type { Player } from '../player.ts'
import { guessesFrom, spendBudgets } from './spent-budget.ts'
import { askGateway, claimed, PASSPHRASE, sessionCookie } from './web-session.ts'

const HOUR_MS = 60 * 60_000

let cluster: TestCluster
let database: pg.Client
beforeAll(async () => {
  cluster = await startCluster({
    gateways: 2,
    edges: 2,
    gateway: { trustedProxies: ['127.0.0.1'], allowedOrigins: ['https://ketik.example'] },
  })
  database = new pg.Client(cluster.databaseUrl)
  await database.connect()
})
afterAll(async () => {
  await database.end()
  await cluster.close()
})

const online = async (over: 'websocket' | 'tcp', node: number, username: string, token?: string) => {
  const player = await cluster.connect({ over, node }, username)
  player.send({ type: 'login', v: 1, username, ...(token === undefined ? {} : { token }) })
  await player.next('welcome')
  return player
}
const refused = async (username: string, token: string | undefined): Promise<unknown> => {
  const player = await cluster.connect({ over: 'tcp', node: 1 }, username)
  player.send({ type: 'login', v: 1, username, token })
  const { code } = await player.next('error')
  player.close()
  return code
}
const byTold = async (player: Player): Promise<unknown> => (await player.next('bye'))['code']
const signIn = async (username: string, node = 0, passphrase = PASSPHRASE) =>
  await askGateway(cluster, node, 'POST /api/session', { username, passphrase }, { from: '198.51.102.9' })

describe('guessing', () => {
  it('[ACCOUNT-6] of passwords is bounded for a name at all nodes together, and does not hold up the others', async () => {
    await claimed(cluster, 'Incaran')
    const guess = (i: number) => {
      const given = { username: 'Incaran', passphrase: 'tebak tebakan' }
      return askGateway(cluster, i % 2, 'POST /api/session', given, { from: `203.0.113.${i}` })
    }
    const stormBegan = performance.now()
    const storm = Array.from({ length: 40 }, (_, i) => guess(i))
    const honest = await online('websocket', 0, 'Sabar')
    const slowest: number[] = []
    for (let i = 0; i < 20; i++) {
      const asked = performance.now()
      honest.send({ type: 'ping', t: i })
      await honest.next('pong')
      slowest.push(performance.now() - asked)
    }
    const codes = (await Promise.all(storm)).map(({ body }) => body.code)
    const stormMs = performance.now() - stormBegan
    const count = (code: string) => codes.filter(one => one === code).length
    // One more unit for each 15 s that the requests take.
    expect(count('wrong_passphrase')).toBeLessThanOrEqual(20 + Math.ceil(stormMs / 15_000))
    // PostgreSQL may be slow to answer on a busy machine.
    expect(count('wrong_passphrase') + count('rate_limited') + count('unavailable')).toBe(40)
    // Were the guesses worked off first, a ping would wait as long as they take.
    expect(Math.max(...slowest)).toBeLessThan(stormMs)
    honest.close()
  })

  it('[ACCOUNT-6] of passwords is bounded for an address over all names', async () => {
    await spendBudgets(cluster, [guessesFrom('203.0.113.250')])
    const guess = (from: string) =>
      askGateway(
        cluster,
        0,
        'POST /api/session',
        { username: 'Siapa', passphrase: 'tebak tebakan' },
        { from },
      )
    expect((await guess('203.0.113.250')).body.code).toBe('rate_limited')
    expect((await guess('203.0.113.251')).body.code).toBe('name_unclaimed')
  })
})

describe('a session', () => {
  it('[ACCOUNT-7] a day old is renewed when it is used, and its old token is good for a minute more', async () => {
    await claimed(cluster, 'Lama')
    const account = await cluster.scores.accounts.byName(foldUsername('lama'))
    const yesterday = new SessionTokens('a secret for tests alone', () => Date.now() - 25 * HOUR_MS)
    const session = { generation: 1, session: 'e-lama', token: 't-lama' }
    const old = yesterday.issue(account?.player ?? '', 'Lama', session)
    const young = await askGateway(cluster, 1, 'GET /api/account', undefined, {
      cookie: sessionCookie(cluster, old),
    })
    expect([young.status, young.body['username'], young.cookie]).toEqual([
      200,
      'Lama',
      sessionCookie(cluster, young.body.token ?? ''),
    ])
    expect(young.body.token ?? '').not.toBe(old)
    const again = await askGateway(cluster, 0, 'GET /api/account', undefined, { token: young.body.token })
    expect([again.status, again.body.token]).toEqual([200, undefined])
    const still = await online('tcp', 0, 'Lama', old)
    still.close()
    const { rows } = await database.query(
      `update ended_sessions set ends_at = now(), changed_at = now() where id = 't-lama'
        returning extract(epoch from ends_at - now())::float8 as s`,
    )
    expect(rows).toHaveLength(1)
    expect((await askGateway(cluster, 1, 'GET /api/account', undefined, { token: old })).status).toBe(401)
    // The matchmakers tell of it. A page whose own token is the old one is let in by its cookie.
    await expect.poll(() => refused('Lama', old)).toBe('bad_token')
    const socket = new WebSocket(`ws://127.0.0.1:${cluster.gateways[0]?.ports['http']}/ws`, {
      headers: { cookie: sessionCookie(cluster, young.body.token ?? '') },
    })
    const welcome = new Promise<string>(resolve => {
      socket.on('message', text => {
        if (String(text).includes('"welcome"')) resolve(String(text))
      })
    })
    socket.on('open', () =>
      socket.send(JSON.stringify({ type: 'login', v: 1, username: 'Lama', token: old })),
    )
    expect(await welcome).toContain(young.body.token ?? '')
    socket.close()
  })

  it('[ACCOUNT-8] ends with signing out: its connections on every node, and its token; others go on', async () => {
    await claimed(cluster, 'Pamit')
    const [one, other] = [await signIn('Pamit'), await signIn('Pamit', 1)]
    const chat = await socketIoConnection(cluster.gateways[1]?.ports['http'] ?? 0, 'websocket')
    chat.socket.emit('join', { username: 'Pamit', token: one.body.token })
    await chat.ear.until(status('Pamit telah bergabung.'))
    const out = await askGateway(cluster, 0, 'DELETE /api/session', undefined, { token: one.body.token })
    expect([out.status, out.body, out.cookie]).toEqual([200, { signedOut: true }, sessionCookie(cluster, '')])
    await chat.ear.closed()
    expect(await refused('Pamit', one.body.token)).toBe('bad_token')
    const player = await online('websocket', 1, 'Pamit', other.body.token)
    const none = await askGateway(cluster, 1, 'DELETE /api/session', undefined, { token: one.body.token })
    expect(none.body).toEqual({ signedOut: false })
    expect(
      (await askGateway(cluster, 0, 'DELETE /api/session', undefined, { cookie: other.cookie })).status,
    ).toBe(200)
    expect(await player.closed(1_000)).toBe(4401)
  })

  it('[ACCOUNT-9] ends everywhere at once, and with a new passphrase all but the one that is answered', async () => {
    const first = await claimed(cluster, 'Semua')
    const player = await online('tcp', 0, 'Semua', first)
    const second = await signIn('Semua', 1)
    const out = await askGateway(cluster, 1, 'DELETE /api/sessions', undefined, { token: second.body.token })
    expect(out.body).toEqual({ signedOut: true })
    expect(await byTold(player)).toBe(4401)
    for (const token of [first, second.body.token]) expect(await refused('Semua', token)).toBe('bad_token')

    const before = await signIn('Semua')
    const change = (passphrase: string) =>
      askGateway(
        cluster,
        0,
        'POST /api/account/passphrase',
        { passphrase, newPassphrase: 'kuda poni tidur' },
        { token: before.body.token, from: '198.51.102.8' },
      )
    expect((await change('salah sekali')).body.code).toBe('wrong_passphrase')
    const after = await change(PASSPHRASE)
    expect(after.status).toBe(200)
    expect(await refused('Semua', before.body.token)).toBe('bad_token')
    expect((await signIn('Semua')).body.code).toBe('wrong_passphrase')
    expect((await signIn('Semua', 1, 'kuda poni tidur')).status).toBe(200)
    const back = await online('websocket', 1, 'Semua', after.body.token)
    back.close()
  })
})

describe('an account', () => {
  const settle = async (raceId: string, username: string) => {
    const { player = '' } = (await cluster.scores.accounts.byName(foldUsername(username))) ?? {}
    await cluster.scores.settleRace({
      raceId,
      text: { id: 't1', lang: 'en', chars: 2 },
      startsAt: 1_700_000_000_000,
      endedAt: 1_700_000_030_000,
      cancelled: false,
      isPrivate: false,
      isRated: true,
      seats: [
        {
          seat: 0,
          player,
          username,
          foldedName: foldUsername(username),
          timed: 'keys',
          keys: [[100, 'h']],
          outcome: { state: 'left', reason: 'left' },
        },
      ],
    })
  }

  it('[ACCOUNT-10] takes another name with its results; the old one is nobody else’s, and connections end', async () => {
    const token = await claimed(cluster, 'Ulat')
    await settle('as Ulat', 'Ulat')
    const player = await online('websocket', 1, 'Ulat', token)
    const rename = (username: string, given: string | undefined) =>
      askGateway(cluster, 0, 'POST /api/account/name', { username }, { token: given })
    const guest = await online('tcp', 1, 'Dipakai')
    expect((await rename('Dipakai', token)).body.code).toBe('name_taken')
    guest.close()
    const renamed = await rename('Kupu', token)
    expect([renamed.status, renamed.body['username']]).toEqual([200, 'Kupu'])
    expect(await player.closed(1_000)).toBe(4401)
    expect([await refused('Ulat', undefined), await refused('Kupu', undefined)]).toEqual([
      'name_kept',
      'name_claimed',
    ])
    expect(await refused('Ulat', token)).toBe('bad_token')
    const profiles = ['Ulat', 'Kupu'].map(name => askGateway(cluster, 1, `GET /api/players/${name}`))
    expect((await Promise.all(profiles)).map(({ status: code }) => code)).toEqual([404, 200])
    const back = await online('tcp', 1, 'Kupu', renamed.body.token)
    back.close()
    expect((await signIn('Kupu', 1)).status).toBe(200)
  })

  it('[ACCOUNT-11] is deleted with its name, keys and standings, by its passphrase alone', async () => {
    const token = await claimed(cluster, 'Hapus')
    await settle('as Hapus', 'Hapus')
    const player = await online('tcp', 1, 'Hapus', token)
    const remove = (passphrase: string) =>
      askGateway(cluster, 0, 'POST /api/account/deletion', { passphrase }, { token, from: '198.51.102.7' })
    expect((await remove('salah sekali')).body.code).toBe('wrong_passphrase')
    const removed = await remove(PASSPHRASE)
    expect([removed.status, removed.body, removed.cookie]).toEqual([
      200,
      { deleted: true },
      sessionCookie(cluster, ''),
    ])
    expect(await byTold(player)).toBe(4401)
    expect([await refused('Hapus', undefined), await refused('Hapus', token)]).toEqual([
      'name_kept',
      'bad_token',
    ])
    expect((await signIn('Hapus')).body.code).toBe('name_unclaimed')
    expect((await askGateway(cluster, 1, 'GET /api/players/Hapus')).status).toBe(404)
    const race = (await askGateway(cluster, 1, 'GET /api/races/as%20Hapus')).body
    expect(race).toMatchObject({ rows: [{ username: '[deleted]' }], curves: {} })
  })

  it('[ACCOUNT-12] can be exported by its owner alone, with results and keys', async () => {
    const token = await claimed(cluster, 'Bawa')
    await settle('as Bawa', 'Bawa')
    const answer = await askGateway(cluster, 1, 'GET /api/account/export', undefined, { token })
    expect(answer.body).toMatchObject({
      account: { username: 'Bawa', createdAt: expect.any(Number) },
      player: { races: 1 },
      results: [{ raceId: 'as Bawa', state: 'left', keys: [[100, 'h']] }],
      next: null,
    })
    expect(JSON.stringify(answer.body)).not.toContain('scrypt')
    expect((await askGateway(cluster, 0, 'GET /api/account/export')).status).toBe(401)
  })
})

describe('pages of other origins', () => {
  const connect = (path: string, cookie: string, origin: string | undefined, more = {}) =>
    new Promise<string>((resolve, reject) => {
      const url = `ws://127.0.0.1:${cluster.gateways[0]?.ports['http']}${path}`
      const socket = new WebSocket(url, {
        headers: { cookie, ...more, ...(origin === undefined ? {} : { origin }) },
      })
      socket.on('open', () => {
        if (path === '/ws') socket.send(JSON.stringify({ type: 'login', username: 'Kukis' }))
      })
      socket.on('message', text => {
        resolve(String(text).includes('name_claimed') ? 'refused' : 'in')
        socket.close()
      })
      socket.on('error', reject)
    })

  it('[ACCOUNT-13] may connect, but a cookie logs in only those of our own', async () => {
    const cookie = sessionCookie(cluster, await claimed(cluster, 'Kukis'))
    const own = `http://127.0.0.1:${cluster.gateways[0]?.ports['http']}`
    const sameSite = { 'sec-fetch-site': 'same-site' }
    for (const path of ['/ws', '/stream/Kukis']) {
      expect(await connect(path, cookie, own, sameSite)).toBe('refused')
      for (const origin of [undefined, own, 'https://ketik.example']) {
        expect(await connect(path, cookie, origin)).toBe('in')
      }
      for (const origin of ['https://evil.example', 'null', 'http://127.0.0.1:1']) {
        expect(await connect(path, cookie, origin)).toBe('refused')
      }
    }
    for (const what of ['POST /api/account/name', 'POST /api/account/deletion']) {
      const forged = await askGateway(
        cluster,
        0,
        what,
        { username: 'Jahat' },
        { cookie, origin: 'https://evil.example' },
      )
      expect([forged.status, forged.body]).toMatchObject([403, { field: 'origin' }])
    }
    const out = await askGateway(cluster, 0, 'DELETE /api/sessions', undefined, { cookie, origin: 'null' })
    expect(out.status).toBe(403)
  })
})
