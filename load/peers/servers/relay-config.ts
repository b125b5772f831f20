/** What a relay is told by who started it. */
export const redisUrl = process.env['REDIS_URL'] ?? ''
/** Its own number, and how many there are. */
export const node = Number(process.env['NODE_NUMBER'] ?? 0)
export const nodes = Number(process.env['NODES'] ?? 2)
/** The batch of a batching relay. */
export const batchMs = Number(process.env['BATCH_MS'] ?? 5)

/** The line that tells its port. */
export const sayReady = (port: number): void => void process.stdout.write(`ready ${port}\n`)
