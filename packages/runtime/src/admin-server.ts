import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createOwnHost } from './admin-host.ts'
import { registry } from './metrics.ts'

export type AdminServer = { readonly port: number; close(): Promise<void> }

/**
 * Metrics (Prometheus text) and liveness of one process, on a port of its own that is bound to `host` alone. `names`: what
 * the port is called besides its address.
 */
export const startAdminServer = async (
  host: string,
  port: number,
  names: readonly string[] = [],
): Promise<AdminServer> => {
  const isOwnHost = createOwnHost(host, names)
  const server = createServer((request, response) => {
    if (!isOwnHost(request)) {
      response
        .writeHead(421, { connection: 'close' })
        .end('ask by an address of this port, or set ADMIN_NAMES\n')
      return
    }
    const isKnown = request.url === '/healthz' || request.url === '/metrics'
    if (!isKnown) {
      response.writeHead(404).end('try /metrics or /healthz\n')
      return
    }
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      response.writeHead(405, { allow: 'GET, HEAD' }).end()
      return
    }
    if (request.url === '/healthz') {
      response.end('ok\n')
      return
    }
    registry.metrics().then(
      text => response.setHeader('content-type', registry.contentType).end(text),
      error => response.writeHead(500).end(String(error)),
    )
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, resolve)
  })
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
