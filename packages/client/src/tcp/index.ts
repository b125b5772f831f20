export * from './connect-tcp.ts'
