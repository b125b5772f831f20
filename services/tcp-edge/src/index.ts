export type { TcpEdgeSettings } from './settings.ts'
export { startTcpEdge } from './start-tcp-edge.ts'
