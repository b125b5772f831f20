import type { ServiceKind } from './service-plan.ts'

/** A running service with the ports it told. */
export type Listening = {
  readonly name: string
  readonly kind: ServiceKind
  readonly ports: Readonly<Record<string, number>>
}

type Door = {
  readonly title: string
  readonly address: (place: string) => string
  readonly use: (place: string) => string
}

/** The doors of each kind of service, by the name it tells the port under. */
const doors: Readonly<Record<ServiceKind, Readonly<Record<string, Door>>>> = {
  gateway: {
    http: {
      title: 'Race in a browser',
      address: place => `http://${place}`,
      use: () => 'open it, twice to race yourself',
    },
    plainChat: {
      title: 'Plain chat',
      address: place => `ws://${place}/`,
      use: () => 'text frames; ?name=Budi names you',
    },
    diagnostics: {
      title: 'Diagnostics',
      address: place => `ws://${place}/`,
      use: () => 'a status every few seconds',
    },
  },
  'tcp-edge': {
    race: {
      title: 'Race over TCP',
      address: place => place,
      use: place => `nc ${place.replace(':', ' ')}   then {"type":"login","username":"Budi"}`,
    },
    nick: {
      title: 'Chat over TCP',
      address: place => place,
      use: place => `nc ${place.replace(':', ' ')}   then your name`,
    },
  },
  matchmaker: {},
}

/** The lines that tell where everything listens and what to do there. */
export function describeAddresses(host: string, services: readonly Listening[]): readonly string[] {
  const shownHost = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host
  const place = (port: number) => `${shownHost.includes(':') ? `[${shownHost}]` : shownHost}:${port}`
  const rows = services.flatMap(({ kind, ports }) =>
    Object.entries(doors[kind]).flatMap(([name, door]) => {
      const port = ports[name]
      return port === undefined
        ? []
        : [[door.title, door.address(place(port)), door.use(place(port))] as const]
    }),
  )
  const metrics = services.flatMap(({ name, ports }) =>
    ports['admin'] ? [`${name} :${ports['admin']}`] : [],
  )
  const widths = [0, 1].map(column => Math.max(0, ...rows.map(row => row[column]?.length ?? 0)))
  return [
    ...rows.map(row =>
      `  ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('   ')}`.trimEnd(),
    ),
    ...(metrics.length === 0 ? [] : [`  Metrics at /metrics on 127.0.0.1: ${metrics.join(', ')}`]),
  ]
}
