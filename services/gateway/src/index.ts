export type { GatewaySettings } from './settings.ts'
export { startGateway } from './start-gateway.ts'
