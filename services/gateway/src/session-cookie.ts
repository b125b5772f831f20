const SESSION_COOKIE = 'ketik_session'

/** The session token in a Cookie header. */
export const sessionCookie = (header: string): string | undefined => {
  for (const pair of header.split(';')) {
    const [name, value] = pair.trim().split('=', 2)
    if (name === SESSION_COOKIE && value !== undefined && value !== '') return value
  }
  return undefined
}

/** A Set-Cookie header; 0 seconds and no token take the cookie away. */
export const setSessionCookie = (token: string, maxAgeSeconds: number, isSecure: boolean): string =>
  `${SESSION_COOKIE}=${token}; Path=/; Max-Age=${maxAgeSeconds}; HttpOnly; SameSite=Lax${isSecure ? '; Secure' : ''}`
