import { type Dialect, percentOf, readProgress } from './dialect.ts'
import { Wire } from './wire.ts'

/** A relay forwards what it gets, so what is sent is what an opponent of the others is told. */
const relayedText = (name: string, update: number): string =>
  `{"type":"opponent_progress","progress":${percentOf(update)},"username":"${name}","wpm":80}`

/** A relay of bytes: the race is in the address, and nothing has to be said before the first update. */
export const relayDialect: Dialect = async ({ name, race }, port, onSeen) => {
  const wire = new Wire(port, `/?race=${race}`, text => readProgress(text, onSeen))
  await wire.opened
  return { wire, update: number => relayedText(name, number) }
}

/** Engine.IO 4 and Socket.IO 5 by hand: the WebSocket alone, no polling first. */
export const socketIoDialect: Dialect = async ({ name, race }, port, onSeen) => {
  const wire = new Wire(port, `/socket.io/?EIO=4&transport=websocket&race=${race}`, text => {
    if (text === '2') wire.send('3')
    else readProgress(text, onSeen)
  })
  await wire.opened
  wire.send('40')
  await wire.heard(/^40/)
  return { wire, update: number => `42["progress",${relayedText(name, number)}]` }
}

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
export const colyseusDialect: Dialect = async ({ name, race }, port, onSeen) => {
  const answer = await fetch(`http://127.0.0.1:${port}/matchmake/joinOrCreate/race`, {
    method: 'POST',
    body: JSON.stringify({ race }),
  })
  const { room, sessionId } = (await answer.json()) as Reservation
  const path = `/${room.processId}/${room.roomId}?sessionId=${sessionId}`
  const wire = new Wire(port, path, text => readProgress(text, onSeen))
  await Promise.all([wire.opened, wire.heard(new RegExp(`^${String.fromCharCode(JOIN_ROOM)}`))])
  wire.send(Buffer.of(JOIN_ROOM))
  return {
    wire,
    update: number => {
      const text = Buffer.from(relayedText(name, number))
      return Buffer.concat([NAME, Buffer.of(STR_8, text.length), text])
    },
  }
}
