/** A host name or an IPv4 address, with or without a port. The grammar of the policy has no IPv6 address. */
const HOST = /^[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?(?::\d{1,5})?$/i

/**
 * What a page may load and which servers it may talk to: its own origin alone. `'self'` includes the WebSockets of the
 * origin, so everything works on an IPv6 address too, as long as the page needs no other port. Safari before 15.4 reads
 * `'self'` without WebSockets; for it they are named as well, where the policy can name the host.
 */
export const contentSecurityPolicy = (host: string): string => {
  const sockets = HOST.test(host) ? [`ws://${host}`, `wss://${host}`] : []
  return [
    "default-src 'self'",
    ["connect-src 'self'", ...sockets].join(' '),
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ')
}
