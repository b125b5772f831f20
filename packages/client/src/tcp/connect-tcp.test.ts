import { type AddressInfo, createServer, type Socket } from 'node:net'
import { afterEach, expect, it } from 'vitest'
import type { Transport } from '../driver/transport.ts'
import { connectTcp, LINE_BYTES_MAX } from './connect-tcp.ts'

const closing: (() => void)[] = []
afterEach(() => {
  for (const close of closing.splice(0)) close()
})

/** A wire to a server that does as it is told, and everything that happened on it. */
const wired = (serve: (socket: Socket) => void) =>
  new Promise<{ readonly wire: Transport; readonly log: string[]; closed: Promise<void> }>(resolve => {
    const log: string[] = []
    const server = createServer(socket => {
      socket.on('error', () => undefined)
      serve(socket)
    }).listen(0, '127.0.0.1', () => {
      let onClosed: () => void = () => undefined
      const closed = new Promise<void>(done => {
        onClosed = done
      })
      const wire = connectTcp({ host: '127.0.0.1', port: (server.address() as AddressInfo).port })({
        opened: () => log.push('opened'),
        received: text => log.push(text.length > 99 ? `${text.length}` : text),
        closed: () => {
          log.push('closed')
          onClosed()
        },
      })
      closing.push(() => {
        wire.close()
        server.close()
      })
      resolve({ wire, log, closed })
    })
  })

it('[TERMINAL-17] lines are put together from pieces, in the middle of a character too', async () => {
  const { log, closed } = await wired(socket => {
    const bytes = Buffer.from('{"a":"猫"}\n{"b"')
    socket.write(bytes.subarray(0, 7))
    setImmediate(() => socket.end(Buffer.concat([bytes.subarray(7), Buffer.from(':1}\nrest')])))
  })
  await closed
  expect(log).toEqual(['opened', '{"a":"猫"}', '{"b":1}', 'closed'])
})

it('[TERMINAL-17] a line over 1 MiB ends the connection', async () => {
  const { log, closed } = await wired(socket => {
    socket.write(`${'x'.repeat(1_000)}\n`)
    socket.write('y'.repeat(LINE_BYTES_MAX + 10))
  })
  await closed
  expect(log).toEqual(['opened', '1000', 'closed'])
})

it('[CLIENT-21] a connection that fails is reported once', async () => {
  const log: string[] = []
  await new Promise<void>(resolve => {
    connectTcp({ host: '127.0.0.1', port: 1 })({
      opened: () => log.push('opened'),
      received: () => log.push('line'),
      closed: () => {
        log.push('closed')
        setImmediate(resolve)
      },
    })
  })
  expect(log).toEqual(['closed'])
})

it('[CLIENT-21] a connection that the client closed reports nothing more, and what was sent goes out', async () => {
  const got: string[] = []
  let ended: () => void = () => undefined
  const done = new Promise<void>(resolve => {
    ended = resolve
  })
  const { wire, log } = await wired(socket => {
    socket.on('data', chunk => got.push(String(chunk)))
    socket.on('end', () => ended())
    socket.write('hi\n')
  })
  while (!log.includes('hi')) await new Promise(resolve => setImmediate(resolve))
  wire.send('{"type":"leave_race"}')
  wire.close()
  await done
  expect(got.join('')).toBe('{"type":"leave_race"}\n')
  expect(log).toEqual(['opened', 'hi'])
})
