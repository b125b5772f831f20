import { type AddressInfo, createServer } from 'node:net'
import { expect, it } from 'vitest'
import type { LinkHabits } from '../link.ts'
import { connectTcp } from '../tcp/connect-tcp.ts'
import { runLink } from './run-link.ts'

const habits: LinkHabits = {
  addresses: 1,
  retriesNameTaken: true,
  restsWhenIdle: false,
  firstAnswerMs: null,
  leavesOtherServices: false,
}
const WELCOME = {
  type: 'welcome',
  v: 1,
  username: 'Ani',
  token: 't',
  node: 'n',
  now: 1,
  online: 1,
  graceMs: 1,
}

/** A server that welcomes everyone and drops the first connection that requests a race, and what it received. */
const listening = async () => {
  const received: string[] = []
  const server = createServer(socket => {
    socket.on('error', () => undefined)
    socket.on('data', chunk => {
      for (const line of String(chunk).trim().split('\n')) {
        const { type } = JSON.parse(line) as { readonly type: string }
        if (type !== 'ping') received.push(type)
        if (type === 'login') socket.write(`${JSON.stringify(WELCOME)}\n`)
        if (type === 'req_matchmaking' && received.length === 2) socket.destroy()
      }
    })
  }).listen(0, '127.0.0.1')
  await new Promise(resolve => server.once('listening', resolve))
  return { received, server, port: (server.address() as AddressInfo).port }
}

it('[CLIENT-13] a link logs in, comes back after a drop with its token, and ends with nothing left', async () => {
  const { received, server, port } = await listening()
  let welcomes = 0
  const done = new Promise<void>(resolve => {
    const running = runLink({
      habits,
      connect: () => connectTcp({ host: '127.0.0.1', port }),
      onNotice: notice => {
        if (notice.on !== 'welcomed') return
        welcomes += 1
        if (welcomes === 1) running.tell({ on: 'ask-race', wish: {} })
        else {
          expect(running.link.credentials?.token).toBe('t')
          running.stop()
          resolve()
        }
      },
    })
    running.tell({ on: 'log-in', credentials: { username: 'Ani', token: null } })
  })
  await done
  await new Promise(resolve => server.close(resolve))
  expect(received.slice(0, 3)).toEqual(['login', 'req_matchmaking', 'login'])
})
