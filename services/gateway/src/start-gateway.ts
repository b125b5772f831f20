import { openEdge } from '@ketik/edge'
import { type Log, once, type Running, startAdminServer } from '@ketik/runtime'
import { createClientAddress } from './client-address.ts'
import { registerHttp } from './http/register-http.ts'
import type { GatewaySettings } from './settings.ts'
import { createApp, listen } from './uws-listen.ts'
import { registerRaceDoor } from './uws-race-door.ts'

/** One gateway: players over WebSocket, the HTTP interface, and the web client. */
export const startGateway = async (settings: GatewaySettings, log: Log): Promise<Running> => {
  const clientAddress = createClientAddress(settings.trustedProxies)
  const edge = await openEdge({ ...settings, role: 'gateway' }, log)
  const app = createApp()
  registerRaceDoor(app, edge.node, clientAddress)
  registerHttp(app, {
    node: edge.node,
    scores: edge.scores,
    webFolder: settings.webFolder,
    diagnosticsPort: () => settings.diagnosticsPort,
    clientAddress,
    secureCookies: settings.secureCookies,
  })
  const http = await listen(app, settings.host, settings.httpPort)
  const admin = await startAdminServer(settings.adminHost, settings.adminPort)
  log.info({ node: edge.node.id, port: http.port }, 'gateway serves')
  return {
    ports: { http: http.port, admin: admin.port },
    drain: () => edge.node.drain(),
    close: once(async () => {
      http.stop()
      await edge.close()
      app.close()
      await admin.close()
    }),
  }
}
