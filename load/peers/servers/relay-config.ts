export const redisUrl = process.env['REDIS_URL'] ?? ''

/** The line that tells who started a relay its port. */
export const sayReady = (port: number): void => void process.stdout.write(`ready ${port}\n`)
