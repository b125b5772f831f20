const secrets = ['SESSION_SECRET', 'SESSION_SECRET_SECOND', 'REDIS_URL', 'DATABASE_URL', 'DATABASE_OWNER_URL']
const mark = 'development-only'
const loopback = /^(127\.\d+\.\d+\.\d+|::1|localhost)$/

/**
 * Why a process must not start with these settings: the passwords of the development file are known to everyone, so
 * they serve only where PUBLISH_ADDRESS (the host's address that the ports are published on) is a loopback address.
 */
export function refusalOf(environment) {
  const known = secrets.filter(name => environment[name]?.includes(mark))
  if (known.length === 0 || loopback.test(environment['PUBLISH_ADDRESS'] ?? '')) return undefined
  return (
    `${known.join(', ')} from the development file, with ports published on ` +
    `${environment['PUBLISH_ADDRESS'] || 'an address unknown'}: set secrets of your own (docs/operations.md)`
  )
}
