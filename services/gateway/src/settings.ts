import type { EdgeSettings } from '@ketik/edge'
import type { ServiceSettings } from '@ketik/runtime'

export type GatewaySettings = ServiceSettings &
  EdgeSettings & {
    readonly host: string
    /** 0 picks a free port, for each of them. */
    readonly httpPort: number
    readonly diagnosticsPort: number
    readonly plainChatPort: number
    /** Networks (CIDR or address) whose X-Forwarded-For is believed. */
    readonly trustedProxies: readonly string[]
    /** Origins whose pages are treated as our own, besides the host's: `https://ketik.example`. */
    readonly allowedOrigins?: readonly string[]
    /** Only over TLS: the session cookie then never goes over plain HTTP. */
    readonly secureCookies: boolean
    /** What an operator proves to be one with, at least 16 characters; without it nobody is one. */
    readonly adminSecret?: string | undefined
    /** The built web client. */
    readonly webFolder: string
  }
