import type { TemplatedApp } from 'uWebSockets.js'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'

/** Beside the sources as beside the bundle: both are one folder below the package. */
const FOLDER = new URL('../node_modules/socket.io/client-dist/', import.meta.url)
const NAMES = ['socket.io.js', 'socket.io.min.js', 'socket.io.esm.min.js']

/** The client library where pages of Socket.IO look for it: `/socket.io/socket.io.js` and its smaller forms. */
export const registerSocketIoClient = (app: TemplatedApp): void => {
  for (const name of NAMES) {
    const file = new URL(name, FOLDER)
    if (!existsSync(file)) continue
    const source = readFileSync(file)
    const etag = `"${createHash('sha256').update(source).digest('base64url').slice(0, 22)}"`
    app.get(`/socket.io/${name}`, (response, request) => {
      const isKnown = request.getHeader('if-none-match') === etag
      response.cork(() => {
        response
          .writeStatus(isKnown ? '304 Not Modified' : '200 OK')
          .writeHeader('etag', etag)
          .writeHeader('cache-control', 'public, max-age=0')
        if (isKnown) response.endWithoutBody()
        else response.writeHeader('content-type', 'text/javascript; charset=utf-8').end(source)
      })
    })
  }
}
