import { type Dialect, readProgress, relayedText } from './dialect.ts'
import { frameOf, type RawSocket } from './raw-socket.ts'

const JOIN_ROOM = 10
const ROOM_DATA = 13
/** The message's name and the head of a string of up to 255 bytes, in MessagePack. */
const NAME = Buffer.concat([Buffer.from([ROOM_DATA, 0xa8]), Buffer.from('progress')])
const STR_8 = 0xd9

type Reservation = {
  readonly room: { readonly processId: string; readonly roomId: string }
  readonly sessionId: string
}

/** Colyseus 0.16 by hand: a seat is reserved over HTTP, and the room told that its handshake was read. */
export const colyseusDialect: Dialect = {
  isRaceOnOneNode: true,
  path: async ({ race }, port) => {
    const answer = await fetch(`http://127.0.0.1:${port}/matchmake/joinOrCreate/race`, {
      method: 'POST',
      body: JSON.stringify({ race }),
    })
    const { room, sessionId } = (await answer.json()) as Reservation
    return `/${room.processId}/${room.roomId}?sessionId=${sessionId}`
  },
  converse: ({ name }, _, onSeen) => {
    let socket: RawSocket | undefined
    let joined = () => {}
    const hasJoined = new Promise<void>(resolve => {
      joined = resolve
    })
    return {
      onMessage: payload => {
        if (payload[0] === JOIN_ROOM) joined()
        else readProgress(payload.toString('latin1'), onSeen)
      },
      login: async opened => {
        socket = opened
        await hasJoined
        socket.send(frameOf(Buffer.from([JOIN_ROOM])))
      },
      enter: async () => {},
      update: number => {
        const text = Buffer.from(relayedText(name, number))
        return frameOf(Buffer.concat([NAME, Buffer.from([STR_8, text.length]), text]))
      },
    }
  },
}
