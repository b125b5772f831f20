import { randomBytes } from 'node:crypto'

const ID_BYTES = 16
const ID = /^[A-Za-z0-9_-]{22}$/
/** The most that browsers keep a cookie for. The account forgets the browser 30 days after its last sign-in. */
const MAX_AGE_S = 400 * 24 * 60 * 60

const nameOf = (isSecure: boolean): string => (isSecure ? '__Host-ketik_device' : 'ketik_device')

/** The id of a browser in a Cookie header; a new one when it has none. */
export const deviceIn = (header: string, isSecure: boolean): string => {
  const wanted = nameOf(isSecure)
  for (const pair of header.split(';')) {
    const [name, value = ''] = pair.trim().split('=', 2)
    if (name === wanted && ID.test(value)) return value
  }
  return randomBytes(ID_BYTES).toString('base64url')
}

/** A Set-Cookie header. The id alone opens nothing: it only says that this browser has signed in before. */
export const setDeviceCookie = (device: string, isSecure: boolean): string =>
  `${nameOf(isSecure)}=${device}; Path=/; Max-Age=${MAX_AGE_S}; HttpOnly; SameSite=Lax${isSecure ? '; Secure' : ''}`
