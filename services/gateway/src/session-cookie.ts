export const SESSION_COOKIE = 'ketik_session'

/** The session token in a Cookie header. */
export const sessionCookie = (header: string): string | undefined => {
  for (const pair of header.split(';')) {
    const [name, value] = pair.trim().split('=', 2)
    if (name === SESSION_COOKIE && value !== undefined && value !== '') return value
  }
  return undefined
}
