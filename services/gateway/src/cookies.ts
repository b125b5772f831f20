import type { SessionKeys } from '@ketik/edge'

/** Browsers take a cookie with this prefix only with Secure, for the whole host and no other one. */
const HOST_PREFIX = '__Host-'

/**
 * A cookie of one cluster. Cookies ignore ports, so its name has a tag of the cluster: two servers on one host do not
 * overwrite each other's cookie. `isSecure`: whether the browser reached us over TLS.
 */
export type Cookie = {
  /** Its values in a Cookie header. There is a second one only while an operator changes the secret. */
  values(header: string, isSecure: boolean): readonly string[]
  /** Set-Cookie headers that set the value. */
  set(value: string, maxAgeSeconds: number, isSecure: boolean): readonly string[]
  /** Set-Cookie headers that remove the cookie. */
  remove(isSecure: boolean): readonly string[]
}

/** `session`: the session token. `device`: the id of a browser in which somebody has signed in. */
export type Cookies = { readonly session: Cookie; readonly device: Cookie }

/** `prefix`: of the cluster's keys in Redis. All nodes share it and the secret, and so the names of the cookies. */
export const createCookies = (keys: SessionKeys, prefix: string): Cookies => ({
  session: createCookie('session', keys, prefix),
  device: createCookie('device', keys, prefix),
})

const createCookie = (kind: keyof Cookies, keys: SessionKeys, prefix: string): Cookie => {
  const [tag, ...oldTags] = keys.tags(`the ${kind} cookie of ${prefix}`)
  const nameOf = (tag: string, isSecure: boolean) => `${isSecure ? HOST_PREFIX : ''}ketik_${kind}_${tag}`
  const removeAll = (tags: readonly string[], isSecure: boolean) =>
    tags.map(tag => setCookie(nameOf(tag, isSecure), '', 0, isSecure))
  return {
    values: (header, isSecure) => {
      const cookies = cookiesIn(header)
      return [tag, ...oldTags].flatMap(tag => cookies.get(nameOf(tag, isSecure)) ?? [])
    },
    set: (value, maxAgeSeconds, isSecure) => [
      setCookie(nameOf(tag, isSecure), value, maxAgeSeconds, isSecure),
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
