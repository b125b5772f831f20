export { createSessionCookie } from './session-cookie.ts'
export type { GatewaySettings } from './settings.ts'
export { startGateway } from './start-gateway.ts'
