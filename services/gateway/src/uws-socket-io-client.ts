import type { TemplatedApp } from 'uWebSockets.js'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import type { EdgeNode, Turns } from '@ketik/edge'
import type { ClientAddress } from './client-address.ts'
import { tooMany } from './http/answer.ts'
import { Exchange } from './http/exchange.ts'
import { isNoneMatch } from './http/negotiate.ts'
import { serveGet } from './uws-methods.ts'

/** Beside the sources as beside the bundle: both are one folder below the package. */
const FOLDER = new URL('../node_modules/socket.io/client-dist/', import.meta.url)
const NAMES = ['socket.io.js', 'socket.io.min.js', 'socket.io.esm.min.js']

type FileDeps = { readonly node: EdgeNode; readonly clientAddress: ClientAddress; readonly turns: Turns }

/** The client library where pages of Socket.IO look for it: `/socket.io/socket.io.js` and its smaller forms. */
export const registerSocketIoClient = (app: TemplatedApp, { node, clientAddress, turns }: FileDeps): void => {
  for (const name of NAMES) {
    const file = new URL(name, FOLDER)
    if (!existsSync(file)) continue
    const source = readFileSync(file)
    const etag = `"${createHash('sha256').update(source).digest('base64url').slice(0, 22)}"`
    const headers = { etag, 'cache-control': 'public, max-age=0' }
    const whole = { ...headers, 'content-type': 'text/javascript; charset=utf-8' }
    serveGet(app, `/socket.io/${name}`, (response, request, isHead) => {
      const isKnown = isNoneMatch(request.getHeader('if-none-match'), etag)
      const address = clientAddress(response, request)
      const exchange = new Exchange(response, isHead, {}, () => undefined)
      if (turns.isFull || !node.connections.shareOf(address).take('files', performance.now())) {
        exchange.answer(tooMany())
        return
      }
      turns.take(address, 'file', {
        isGone: () => !exchange.isOpen,
        look: () =>
          exchange.answer(
            isKnown
              ? { status: 304, headers, body: undefined }
              : { status: 200, headers: whole, body: source },
          ),
      })
    })
  }
}
