import type { Cluster } from 'ioredis'

const AGAIN_MS = 100
const UNDER_WAY: readonly string[] = ['connecting', 'connect', 'ready', 'reconnecting']

/**
 * A client that reconnects after `connect` until `disconnect` or `quit` ends it. After a failover, BullMQ calls
 * `disconnect` and `connect` of a worker's client in one turn. ioredis 6.0.0 takes that for an end: each node that
 * still disconnects aborts the new connection, and a failure after `disconnect` is never retried. The worker would get
 * no jobs.
 */
export const lasting = (cluster: Cluster): Cluster => {
  const connect = cluster.connect.bind(cluster)
  const disconnect = cluster.disconnect.bind(cluster)
  const quit = cluster.quit.bind(cluster)
  const duplicate = cluster.duplicate.bind(cluster)
  let isEnded = false
  /** The nodes are disconnecting. The end of each one closes the cluster. */
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

/** Resolves when the client is ready. An event from before the reconnect may still arrive. */
const ready = (cluster: Cluster): Promise<void> =>
  new Promise(resolve => {
    const look = () => {
      if (cluster.status !== 'ready') return
      cluster.off('ready', look)
      resolve()
    }
    cluster.on('ready', look)
  })
