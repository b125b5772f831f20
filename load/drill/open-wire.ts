import { overTcp, overWebSocket, type Player } from '../../infra/test/player.ts'
import type { DrillDoor } from './drill-node.ts'

/** A connection through a door; rejects when it does not stand in time, as with a node that is cut off. */
export const openWire = async (
  { over, port }: DrillDoor,
  name: string,
  withinMs: number,
): Promise<Player> => {
  const opening = over === 'tcp' ? overTcp(port, name) : overWebSocket(port, name)
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${name}: no connection within ${withinMs} ms`)), withinMs)
  })
  try {
    return await Promise.race([opening, late])
  } catch (error) {
    opening.then(
      wire => wire.destroy(),
      () => undefined,
    )
    throw error
  } finally {
    clearTimeout(timer)
  }
}
