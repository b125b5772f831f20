import { openEdge } from '@ketik/edge'
import { type Log, once, type Running, startAdminServer } from '@ketik/runtime'
import { createAddressRule, createClientAddress } from './client-address.ts'
import { Diagnostics } from './diagnostics/diagnostics.ts'
import { registerHttp } from './http/register-http.ts'
import { createOriginRule } from './origin-rule.ts'
import type { GatewaySettings } from './settings.ts'
import { Turns } from './turns.ts'
import { registerDiagnosticsDoor } from './uws-diagnostics-door.ts'
import { createApp, listen } from './uws-listen.ts'
import { createPlainDoor } from './uws-plain-door.ts'
import { registerRaceDoor } from './uws-race-door.ts'
import { attachSocketIo } from './uws-socket-io-door.ts'
import { registerSseDoor } from './uws-sse-door.ts'

/** One gateway: players over WebSocket, the HTTP interface, and the web client. */
export const startGateway = async (settings: GatewaySettings, log: Log): Promise<Running> => {
  const clientAddress = createClientAddress(settings.trustedProxies)
  const isOwnPage = createOriginRule(settings.allowedOrigins ?? [])
  const edge = await openEdge({ ...settings, role: 'gateway' }, log)
  const app = createApp()
  const plainApp = createApp()
  const diagnosticsApp = createApp()
  const diagnostics = new Diagnostics(edge.node)
  const plain = createPlainDoor(edge.node, clientAddress)
  const turns = new Turns()
  const socketIo = attachSocketIo(app, {
    node: edge.node,
    addressOf: createAddressRule(settings.trustedProxies),
    clientAddress,
    turns,
  })
  registerRaceDoor(app, edge.node, clientAddress, isOwnPage)
  plain.register(app)
  plain.register(plainApp)
  registerDiagnosticsDoor(diagnosticsApp, edge.node, diagnostics, clientAddress)
  // Our own page uses this one: see content-security-policy.ts.
  registerDiagnosticsDoor(app, edge.node, diagnostics, clientAddress, '/api/diagnostics')
  registerSseDoor(app, edge.node, diagnostics, clientAddress)
  const diagnosticsPort = await listen(diagnosticsApp, settings.host, settings.diagnosticsPort)
  const plainPort = await listen(plainApp, settings.host, settings.plainChatPort)
  registerHttp(app, {
    node: edge.node,
    scores: edge.scores,
    accounts: edge.accounts,
    isOwnPage,
    webFolder: settings.webFolder,
    diagnosticsPort: () => diagnosticsPort.port,
    clientAddress,
    turns,
    secureCookies: settings.secureCookies,
    adminSecret: settings.adminSecret,
  })
  const http = await listen(app, settings.host, settings.httpPort)
  const admin = await startAdminServer(settings.adminHost, settings.adminPort)
  log.info({ node: edge.node.id, port: http.port }, 'gateway serves')
  return {
    ports: {
      http: http.port,
      diagnostics: diagnosticsPort.port,
      plainChat: plainPort.port,
      admin: admin.port,
    },
    drain: () => edge.node.drain(),
    close: once(async () => {
      for (const { stop } of [http, diagnosticsPort, plainPort]) stop()
      turns.close()
      diagnostics.close()
      plain.close('restart')
      await socketIo.close('restart')
      await edge.close()
      for (const each of [app, plainApp, diagnosticsApp]) each.close()
      await admin.close()
    }),
  }
}
