const HOST = /^(\[[0-9a-f:.]{2,45}\]|[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?)(?::\d{1,5})?$/i

/**
 * What a page may load and whom it may talk to. The diagnostics socket is on another port of the host that the browser
 * asked for; a Host header that is no host name is left out, since it would become part of the policy.
 */
export const contentSecurityPolicy = (host: string, diagnosticsPort: number): string => {
  const name = HOST.exec(host)?.[1]
  const sockets =
    name === undefined
      ? []
      : [host, `${name}:${diagnosticsPort}`].flatMap(target => [`ws://${target}`, `wss://${target}`])
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
