import type { SessionKeys } from '@ketik/edge'

/** Browsers take a cookie with this prefix only with Secure, for the whole host and no other one. */
const HOST_PREFIX = '__Host-'

/**
 * The session cookie of one cluster. Cookies ignore ports, so its name has a tag of the cluster: two servers on one host do
 * not overwrite each other's cookie. `isSecure`: whether the browser reached us over TLS.
 */
export type SessionCookie = {
  /** The tokens in a Cookie header. There is a second one only while an operator changes the secret. */
  tokens(header: string, isSecure: boolean): readonly string[]
  /** Set-Cookie headers that set the token. */
  set(token: string, maxAgeSeconds: number, isSecure: boolean): readonly string[]
  /** Set-Cookie headers that remove the cookie. */
  remove(isSecure: boolean): readonly string[]
}

/** `prefix`: of the cluster's keys in Redis. All nodes share it and the secret, and so the name of the cookie. */
export const createSessionCookie = (keys: SessionKeys, prefix: string): SessionCookie => {
  const [tag, ...oldTags] = keys.tags(`the session cookie of ${prefix}`)
  const nameOf = (tag: string, isSecure: boolean) => `${isSecure ? HOST_PREFIX : ''}ketik_session_${tag}`
  const removeAll = (tags: readonly string[], isSecure: boolean) =>
    tags.map(tag => setCookie(nameOf(tag, isSecure), '', 0, isSecure))
  return {
    tokens: (header, isSecure) => {
      const cookies = cookiesIn(header)
      return [tag, ...oldTags].flatMap(tag => cookies.get(nameOf(tag, isSecure)) ?? [])
    },
    set: (token, maxAgeSeconds, isSecure) => [
      setCookie(nameOf(tag, isSecure), token, maxAgeSeconds, isSecure),
      ...removeAll(oldTags, isSecure),
    ],
    remove: isSecure => removeAll([tag, ...oldTags], isSecure),
  }
}

/** The first cookie of each name counts, and an empty one is none. */
const cookiesIn = (header: string): ReadonlyMap<string, string> => {
  const cookies = new Map<string, string>()
  for (const pair of header.split(';')) {
    const [name = '', value = ''] = pair.trim().split('=', 2)
    if (value !== '' && !cookies.has(name)) cookies.set(name, value)
  }
  return cookies
}

const setCookie = (name: string, value: string, maxAgeSeconds: number, isSecure: boolean): string =>
  `${name}=${value}; Path=/; Max-Age=${maxAgeSeconds}; HttpOnly; SameSite=Lax${isSecure ? '; Secure' : ''}`
