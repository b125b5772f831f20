export { createCookies } from './cookies.ts'
export type { GatewaySettings } from './settings.ts'
export { startGateway } from './start-gateway.ts'
