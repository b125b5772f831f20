import { once } from 'node:events'
import { connect } from 'node:net'
import { WebSocket } from 'ws'

export const COOKIE = 'KETIK_GATEWAY'

/** The sticky cookie's value in what a response sets; undefined when it sets none. */
export const stickyCookie = (setCookie: readonly string[]): string | undefined => {
  for (const cookie of setCookie) {
    const value = new RegExp(`^${COOKIE}=([^;]+)`).exec(cookie)?.[1]
    if (value !== undefined) return value
  }
  return undefined
}

/** Which gateway answers: its cookie's value, given one to come back with or none. Undefined: the one that was given. */
export const askedGateway = async (url: string, cookie?: string): Promise<string | undefined> => {
  const headers = cookie === undefined ? {} : { cookie: `${COOKIE}=${cookie}` }
  const response = await fetch(url, { headers })
  await response.text()
  if (!response.ok) throw new Error(`${url}: ${response.status}`)
  return stickyCookie(response.headers.getSetCookie())
}

export type Opened = {
  readonly state: 'open' | 'refused'
  readonly cookie: string | undefined
  /** Resolves once the other side has closed too: its address has a place more by then. */
  close(): Promise<void>
}

/** A WebSocket through HAProxy: whether it opened, and the gateway it opened on. */
export const openWebSocket = (url: string, headers: Readonly<Record<string, string>> = {}): Promise<Opened> =>
  new Promise((resolve, reject) => {
    const socket = new WebSocket(url, { headers, rejectUnauthorized: false })
    let cookie: string | undefined
    const close = async () => {
      socket.close()
      await once(socket, 'close')
    }
    socket.once('upgrade', response => {
      cookie = stickyCookie(response.headers['set-cookie'] ?? [])
    })
    socket.once('open', () => resolve({ state: 'open', cookie, close }))
    socket.once('unexpected-response', (_, response) => {
      response.destroy()
      resolve({ state: 'refused', cookie, close: async () => {} })
    })
    socket.once('error', reject)
  })

/** A TCP connection through HAProxy to the JSON door: open when it answers a ping, refused when it is ended first. */
export const openTcp = async (port: number): Promise<Opened> => {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true })
  await once(socket, 'connect')
  socket.on('error', () => {})
  socket.write('{"type":"ping","t":1}\n')
  const [first] = (await Promise.race([once(socket, 'data'), once(socket, 'close')])) as [unknown]
  const said = Buffer.isBuffer(first) ? first.toString() : ''
  const state = said === '' || said.includes('"bye"') ? 'refused' : 'open'
  const close = async () => {
    if (socket.closed) return
    socket.end()
    await once(socket, 'close')
  }
  return { state, cookie: undefined, close }
}

/** What a TCP door says first. */
export const firstBytes = async (port: number): Promise<string> => {
  const socket = connect({ port, host: '127.0.0.1' })
  const [said] = (await once(socket, 'data')) as [Buffer]
  socket.destroy()
  return said.toString()
}

/** The first text frame of a WebSocket. */
export const firstText = async (url: string): Promise<string> => {
  const socket = new WebSocket(url)
  const [text] = (await once(socket, 'message')) as [Buffer]
  socket.terminate()
  return text.toString()
}

/** Says something on a WebSocket of the lobby and waits to hear it, among whatever others say. */
export const hearOneself = async (url: string, say: string): Promise<void> => {
  const socket = new WebSocket(url)
  const heard = new Promise<void>((resolve, reject) => {
    socket.on('message', text => {
      if (String(text) === say) resolve()
    })
    socket.on('error', reject)
    socket.on('close', code => reject(new Error(`closed (${code}) before "${say}"`)))
  })
  socket.once('open', () => socket.send(say))
  await heard
  socket.terminate()
}
