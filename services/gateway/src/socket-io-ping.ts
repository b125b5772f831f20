/** What of an Engine.IO connection is used here. `sendPacket` is not part of the types. */
type Pinged = {
  readonly protocol: number
  once(event: 'heartbeat' | 'close', run: () => void): unknown
  off(event: 'heartbeat' | 'close', run: () => void): unknown
}

/**
 * Whether a client answers a ping within that time. Clients of Engine.IO 3 cannot be asked, since they send the pings
 * themselves: one of them is there if its last ping is not overdue. `heardAt` in monotonic ms.
 */
export const answersPing = async (
  connection: Pinged,
  withinMs: number,
  pingIntervalMs: number,
  heardAt: number,
): Promise<boolean> => {
  if (connection.protocol === 3) return performance.now() - heardAt < pingIntervalMs + withinMs
  return await new Promise<boolean>(resolve => {
    const done = (isThere: boolean) => {
      clearTimeout(timer)
      connection.off('heartbeat', onHeartbeat)
      connection.off('close', onClose)
      resolve(isThere)
    }
    const onHeartbeat = () => done(true)
    const onClose = () => done(false)
    const timer = setTimeout(() => done(false), withinMs)
    connection.once('heartbeat', onHeartbeat)
    connection.once('close', onClose)
    const send: unknown = Reflect.get(connection, 'sendPacket')
    if (typeof send === 'function') send.call(connection, 'ping')
    else done(true)
  })
}
