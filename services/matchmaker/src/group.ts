import type { Ticket } from '@ketik/cluster'
import type { Lang } from '@ketik/race'

export type Group = { readonly lang: Lang; readonly tickets: readonly Ticket[] }

export type PairingSettings = { readonly seatsMax: number; readonly lang: Lang }
