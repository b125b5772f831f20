import { type Dialect, readProgress, relayedText } from './dialect.ts'
import { frameOf, type RawSocket } from './raw-socket.ts'

const path = ({ race }: { readonly race: number }) => `/?race=${race}`

/** A relay of bytes: the race is in the address, and nothing has to be said before the first update. */
export const relayDialect: Dialect = {
  path,
  converse: ({ name }, _, onSeen) => ({
    onMessage: payload => void readProgress(payload.toString('latin1'), onSeen),
    login: async () => {},
    enter: async () => {},
    update: number => frameOf(relayedText(name, number)),
  }),
}

/** Engine.IO 4 and Socket.IO 5 by hand: the WebSocket alone, no polling first. */
export const socketIoDialect: Dialect = {
  path: ({ race }) => `/socket.io/?EIO=4&transport=websocket&race=${race}`,
  converse: ({ name }, _, onSeen) => {
    let socket: RawSocket | undefined
    let connected = () => {}
    return {
      onMessage: payload => {
        const text = payload.toString('latin1')
        if (text === '2') socket?.send(frameOf('3'))
        else if (text.startsWith('40')) connected()
        else readProgress(text, onSeen)
      },
      login: opened =>
        new Promise(resolve => {
          socket = opened
          connected = resolve
          opened.send(frameOf('40'))
        }),
      enter: async () => {},
      update: number => frameOf(`42["progress",${relayedText(name, number)}]`),
    }
  },
}
