/** What the tests use of a client of Socket.IO 2, which has no types of its own. */
declare module 'socket.io-client-2' {
  export type Socket2 = {
    on(event: string, run: (data: unknown) => void): void
    once(event: string, run: (data: unknown) => void): void
    emit(event: string, ...data: unknown[]): void
    disconnect(): void
  }
  const io: (url: string, options?: Readonly<Record<string, unknown>>) => Socket2
  export default io
}
