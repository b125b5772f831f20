import { SessionKeys, SessionTokens } from '@ketik/edge'
import { describe, expect, it } from 'vitest'
import { createCookies } from './cookies.ts'
import { createOverTls } from './over-tls.ts'

const OLD = 'the secret of last year'
const NEW = 'the secret of this year'

/** What a browser keeps of some Set-Cookie headers, and sends back to every port of the host. */
const kept = (...headers: readonly string[]): string => {
  const jar = new Map<string, string>()
  for (const header of headers) {
    const [name = '', value = ''] = (header.split(';')[0] ?? '').split('=')
    if (header.includes('Max-Age=0;')) jar.delete(name)
    else jar.set(name, value)
  }
  return [...jar].map(([name, value]) => `${name}=${value}`).join('; ')
}

describe('the name of the session cookie', () => {
  it('[TRANSPORT-10] is another one on each of two servers of one host, which do not overwrite each other', () => {
    const one = createCookies(new SessionKeys(OLD), 'ketik:').session
    for (const other of [
      createCookies(new SessionKeys(NEW), 'ketik:').session,
      createCookies(new SessionKeys(OLD), 'school:').session,
    ]) {
      for (const isSecure of [false, true]) {
        const header = kept(...one.set('a.b', 60, isSecure), ...other.set('c.d', 60, isSecure))
        expect(one.values(header, isSecure)).toEqual(['a.b'])
        expect(other.values(header, isSecure)).toEqual(['c.d'])
        expect(
          one.values(kept(...one.set('a.b', 60, isSecure), ...other.remove(isSecure)), isSecure),
        ).toEqual(['a.b'])
      }
    }
  })

  it('[TRANSPORT-10] is the same on all nodes of a cluster', () => {
    const [one, other] = [0, 1].map(() => createCookies(new SessionKeys(OLD), 'ketik:').session)
    expect(other?.values(kept(...(one?.set('a.b', 60, false) ?? [])), false)).toEqual(['a.b'])
  })

  it('[TRANSPORT-11] has __Host- over TLS, and a cookie without it counts for nothing there', () => {
    const cookie = createCookies(new SessionKeys(OLD), 'ketik:').session
    expect(cookie.set('a.b', 60, true)).toEqual([
      expect.stringMatching(
        /^__Host-ketik_session_[0-9a-f]{8}=a\.b; Path=\/; Max-Age=60; HttpOnly; SameSite=Lax; Secure$/,
      ),
    ])
    const plain = kept(...cookie.set('a.b', 60, false))
    expect(cookie.values(plain, false)).toEqual(['a.b'])
    expect(cookie.values(plain, true)).toEqual([])
    expect(cookie.values(kept(...cookie.set('a.b', 60, true)), false)).toEqual([])
  })

  it('[TRANSPORT-11] depends on X-Forwarded-Proto of a trusted proxy, and on SECURE_COOKIES', () => {
    const byProxy = createOverTls(['10.0.0.0/8'], false)
    expect(byProxy({ peer: '10.1.2.3', forwardedProto: 'https' })).toBe(true)
    expect(byProxy({ peer: '::ffff:10.1.2.3', forwardedProto: 'HTTPS' })).toBe(true)
    expect(byProxy({ peer: '10.1.2.3', forwardedProto: 'http' })).toBe(false)
    expect(byProxy({ peer: '10.1.2.3', forwardedProto: '' })).toBe(false)
    expect(byProxy({ peer: '192.0.2.7', forwardedProto: 'https' })).toBe(false)
    expect(createOverTls([], true)({ peer: '192.0.2.7', forwardedProto: '' })).toBe(true)
  })
})

it('[TRANSPORT-22] a browser with a cookie of the old secret stays signed in while the secret changes', () => {
  const now = () => 1_000
  const steps = [
    new SessionTokens(OLD, now),
    new SessionTokens(OLD, now, NEW),
    new SessionTokens(NEW, now, OLD),
    new SessionTokens(NEW, now),
  ]
  let jar: readonly string[] = []
  for (const [i, tokens] of steps.entries()) {
    const cookie = createCookies(tokens.keys, 'ketik:').session
    const found = cookie.values(kept(...jar), false).map(token => tokens.verify(token)?.player)
    expect(found).toEqual(i === 0 ? [] : ['p1'])
    // A page asks for its session when it opens, and gets a new token.
    jar = [...jar, ...cookie.set(tokens.issue('p1', 'Ani'), 60, false)]
  }
  const [, , swapped] = steps
  if (swapped === undefined) throw new Error('no such step')
  const cookie = createCookies(swapped.keys, 'ketik:').session
  expect(cookie.values(kept(...jar, ...cookie.remove(false)), false)).toEqual([])
})
