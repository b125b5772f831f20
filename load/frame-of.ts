const TEXT = 0x1
const BINARY = 0x2

/** A frame as a client of a WebSocket must send it, with a mask of zeros: legal, and free. */
export const frameOf = (
  payload: string | Buffer,
  opcode = typeof payload === 'string' ? TEXT : BINARY,
): Buffer => {
  const body = typeof payload === 'string' ? Buffer.from(payload) : payload
  const extended = body.length > 125
  const head = Buffer.alloc(extended ? 8 : 6)
  head[0] = 0x80 | opcode
  head[1] = 0x80 | (extended ? 126 : body.length)
  if (extended) head.writeUInt16BE(body.length, 2)
  return Buffer.concat([head, body])
}
