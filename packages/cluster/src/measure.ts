/** What an operator may impose: on a folded name, on an address or network, or on everyone as an announcement. */
export type MeasureKind = 'mute' | 'ban-name' | 'ban-address' | 'announce'

/** In force until an instant of cluster time; one that is over lifts the standing one of the same kind and subject. */
export type Measure = {
  readonly kind: MeasureKind
  /** The folded name, the address or network, or the announcement's text. */
  readonly subject: string
  readonly at: number
  readonly until: number
}

/** What makes two measures the same one: the later replaces the earlier. */
export const measureKey = ({ kind, subject }: Pick<Measure, 'kind' | 'subject'>): string =>
  `${kind}:${subject}`
