import { openEdge } from '@ketik/edge'
import { type Log, once, type Running, startAdminServer } from '@ketik/runtime'
import { registerDoors } from './register-doors.ts'
import type { GatewaySettings } from './settings.ts'
import { createApp, listen } from './uws-listen.ts'

/** One gateway: players over WebSocket, the HTTP interface, and the web client. */
export const startGateway = async (settings: GatewaySettings, log: Log): Promise<Running> => {
  const edge = await openEdge({ ...settings, role: 'gateway' }, log)
  const apps = { main: createApp(), plainChat: createApp(), diagnostics: createApp() }
  const doors = registerDoors(apps, edge, settings, () => diagnostics.port)
  const diagnostics = await listen(apps.diagnostics, settings.host, settings.diagnosticsPort)
  const plainChat = await listen(apps.plainChat, settings.host, settings.plainChatPort)
  const http = await listen(apps.main, settings.host, settings.httpPort)
  const admin = await startAdminServer(settings.adminHost, settings.adminPort, settings.adminNames)
  log.info({ node: edge.node.id, port: http.port }, 'gateway serves')
  return {
    ports: {
      http: http.port,
      diagnostics: diagnostics.port,
      plainChat: plainChat.port,
      admin: admin.port,
    },
    drain: () => edge.node.drain(),
    close: once(async () => {
      for (const { stop } of [http, diagnostics, plainChat]) stop()
      await doors.close()
      await edge.close()
      for (const app of Object.values(apps)) app.close()
      await admin.close()
    }),
  }
}
