// biome-ignore lint/style/noRestrictedImports: this one file binds the native library
import uws, { type TemplatedApp, type us_listen_socket } from 'uWebSockets.js'
import { withStrictRequests } from './strict-requests.ts'

/** LIBUS_LISTEN_EXCLUSIVE_PORT, which the typings have only as a member of an enum that does not exist at run time. */
const EXCLUSIVE_PORT = 1

export type Listening = { readonly port: number; stop(): void }

export const createApp = (): TemplatedApp => withStrictRequests(uws.App())

/**
 * Listens on a port of one host alone; 0 picks a free one. Throws when the port is taken: without the exclusive flag
 * two processes would share it in silence.
 */
export const listen = (app: TemplatedApp, host: string, port: number): Promise<Listening> =>
  new Promise((resolve, reject) => {
    const onListening = (socket: us_listen_socket | false) => {
      if (socket === false) {
        reject(new Error(`port ${port} on ${host} is taken: stop what listens there, or set another port`))
        return
      }
      resolve({ port: uws.us_socket_local_port(socket), stop: () => uws.us_listen_socket_close(socket) })
    }
    // The typings leave out the form with a host and options, which the library takes all the same.
    const listenOn = app.listen as unknown as (
      host: string,
      port: number,
      options: number,
      cb: typeof onListening,
    ) => TemplatedApp
    listenOn.call(app, host, port, EXCLUSIVE_PORT, onListening)
  })
