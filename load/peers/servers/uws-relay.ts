import uWS, { type WebSocket } from 'uWebSockets.js'

export type Member = { readonly race: string }

/** The sockets of each race on this node; a relay's only state. */
export const members = new Map<string, Set<WebSocket<Member>>>()

export type RelayHooks = {
  /** The first of a race has come to this node, or the last has gone. */
  joined(race: string): void
  left(race: string): void
  message(race: string, text: string): void
}

/** The WebSocket side of a relay without parsing: the race is in the address. */
export const serveRelay = ({ joined, left, message }: RelayHooks, ready: (port: number) => void): void => {
  const app = uWS.App()
  app.ws<Member>('/*', {
    idleTimeout: 120,
    upgrade: (response, request, context) => {
      response.upgrade(
        { race: request.getQuery('race') ?? '' },
        request.getHeader('sec-websocket-key'),
        request.getHeader('sec-websocket-protocol'),
        request.getHeader('sec-websocket-extensions'),
        context,
      )
    },
    open: socket => {
      const { race } = socket.getUserData()
      const known = members.get(race)
      if (known === undefined) {
        members.set(race, new Set([socket]))
        joined(race)
      } else known.add(socket)
    },
    message: (socket, bytes) => {
      const { race } = socket.getUserData()
      const text = Buffer.from(bytes).toString()
      for (const other of members.get(race) ?? []) if (other !== socket) other.send(text)
      message(race, text)
    },
    close: socket => {
      const { race } = socket.getUserData()
      const known = members.get(race)
      known?.delete(socket)
      if (known?.size !== 0) return
      members.delete(race)
      left(race)
    },
  })
  app.listen('127.0.0.1', 0, token => {
    if (token === false) throw new Error('cannot listen')
    ready(uWS.us_socket_local_port(token))
  })
}

/** What came from another node goes to all of the race here. */
export const deliver = (race: string, text: string): void => {
  for (const socket of members.get(race) ?? []) socket.send(text)
}
