import type { TemplatedApp } from 'uWebSockets.js'
import type { Edge } from '@ketik/edge'
import { createAddressRule, createClientAddress } from './client-address.ts'
import { createCookies } from './cookies.ts'
import { Diagnostics } from './diagnostics/diagnostics.ts'
import { registerHttp } from './http/register-http.ts'
import { createOriginRule } from './origin-rule.ts'
import { createOverTls } from './over-tls.ts'
import { createOwnPageToken } from './own-page-token.ts'
import type { GatewaySettings } from './settings.ts'
import { registerDiagnosticsDoor } from './uws-diagnostics-door.ts'
import { requireUpgrade } from './uws-methods.ts'
import { createPlainDoor } from './uws-plain-door.ts'
import { registerRaceDoor } from './uws-race-door.ts'
import { attachSocketIo } from './uws-socket-io-door.ts'
import { registerSseDoor } from './uws-sse-door.ts'

/** One for each port. */
export type Apps = {
  readonly main: TemplatedApp
  readonly plainChat: TemplatedApp
  readonly diagnostics: TemplatedApp
}

type DoorSettings = Pick<
  GatewaySettings,
  'prefix' | 'trustedProxies' | 'allowedOrigins' | 'webFolder' | 'secureCookies' | 'adminSecret'
>

export type Doors = {
  /** Ends what the doors hold. They stop listening before it, and the edge ends after it. */
  close(): Promise<void>
}

/** Everything that the ports of a gateway serve. `diagnosticsPort`: where that port is found, asked with each page. */
export const registerDoors = (
  apps: Apps,
  edge: Edge,
  settings: DoorSettings,
  diagnosticsPort: () => number,
): Doors => {
  const { node, scores, accounts } = edge
  const { main, plainChat } = apps
  const clientAddress = createClientAddress(settings.trustedProxies)
  const isOwnPage = createOriginRule(settings.allowedOrigins ?? [])
  const isOverTls = createOverTls(settings.trustedProxies, settings.secureCookies)
  const cookies = createCookies(node.tokens.keys, settings.prefix)
  const diagnostics = new Diagnostics(node)
  const plain = createPlainDoor(node, clientAddress)
  const { turns } = node
  const socketIo = attachSocketIo(main, {
    node,
    addressOf: createAddressRule(settings.trustedProxies),
    clientAddress,
    turns,
  })
  registerRaceDoor(
    main,
    node,
    clientAddress,
    createOwnPageToken({ isOwnPage, isOverTls, cookies, tokens: node.tokens }),
  )
  plain.register(main)
  // Our own page uses this one: see content-security-policy.ts.
  registerDiagnosticsDoor(main, node, diagnostics, clientAddress, '/api/diagnostics')
  requireUpgrade(main, '/api/diagnostics')
  registerSseDoor(main, node, diagnostics, clientAddress)
  registerHttp(main, {
    node,
    scores,
    accounts,
    isOwnPage,
    webFolder: settings.webFolder,
    diagnosticsPort,
    clientAddress,
    turns,
    isOverTls,
    cookies,
    adminSecret: settings.adminSecret,
  })
  plain.register(plainChat)
  requireUpgrade(plainChat)
  registerDiagnosticsDoor(apps.diagnostics, node, diagnostics, clientAddress, '/*')
  requireUpgrade(apps.diagnostics)
  return {
    close: async () => {
      turns.close()
      diagnostics.close()
      plain.close('restart')
      await socketIo.close('restart')
    },
  }
}
