import type { Cluster } from 'ioredis'

const AGAIN_MS = 100
const UNDER_WAY: readonly string[] = ['connecting', 'connect', 'ready', 'reconnecting']

/**
 * A client that stays connected from `connect` on, until it is told to end. BullMQ mends a worker's client after a
 * failover by `disconnect` and `connect` in one breath, which ioredis 6.0.0 takes for an end: each node that is still
 * leaving aborts the connecting, and a failure after a `disconnect` is never tried again. The worker would be deaf.
 */
export const lasting = (cluster: Cluster): Cluster => {
  const connect = cluster.connect.bind(cluster)
  const disconnect = cluster.disconnect.bind(cluster)
  const quit = cluster.quit.bind(cluster)
  const duplicate = cluster.duplicate.bind(cluster)
  let isEnded = false
  /** Nodes are being disconnected, and each one's end will close the cluster. */
  let isLeaving = false

  cluster.connect = () => {
    isEnded = false
    return isLeaving ? ready(cluster) : connect()
  }
  cluster.disconnect = reconnect => {
    isEnded = reconnect !== true
    isLeaving = isEnded && cluster.nodes().length > 0
    disconnect(reconnect)
  }
  cluster.quit = callback => {
    isEnded = true
    return quit(callback)
  }
  cluster.duplicate = ((...given: Parameters<typeof duplicate>) =>
    lasting(duplicate(...given) as Cluster)) as typeof cluster.duplicate

  const again = () =>
    setTimeout(() => {
      isLeaving = false
      if (!isEnded && !UNDER_WAY.includes(cluster.status)) connect().catch(again)
    }, AGAIN_MS)
  cluster.on('end', again)
  return cluster
}

/** Resolves once it is ready; a word of it from before may still come. */
const ready = (cluster: Cluster): Promise<void> =>
  new Promise(resolve => {
    const look = () => {
      if (cluster.status !== 'ready') return
      cluster.off('ready', look)
      resolve()
    }
    cluster.on('ready', look)
  })
