import { readArguments, WrongUse, wholeNumber } from '../../infra/local/command-line.ts'

const COMMANDS = ['race', 'lobby', 'storm', 'soak', 'tcp', 'cost', 'capacity'] as const

export type LoadConfig = NonNullable<ReturnType<typeof readLoadConfig>>

export const helpText = `npm run load -- COMMAND [options]     loads a Ketik cluster and says how it bore it

  race               whole races; each VU plays both seats of a duel over two connections
  lobby              chat fan-out to all VUs
  storm              all VUs connect at one instant, race, are cut off at one instant and come back
  soak               races, chat and drops for a long time
  tcp                players over raw TCP
  cost               what a connection, an update, a race and a login cost each process (docs/capacity.md)
  capacity           the tables of docs/capacity.md, from those costs and the simulation of the relay

  --vus N            VUs of a k6 script (default 60)
  --players N        players of tcp (default 200)
  --races N          races for each VU or pair of players, one after the other (default 1)
  --duration S       seconds of soak (default 600)
  --url A,B          what to load: WebSocket addresses (ws://127.0.0.1:8080/ws), for tcp host:port;
                     without it a cluster of processes is started here, and ended afterwards
  --gateways N, --edges N, --matchmakers N
                     the processes of that cluster (default 3, 1, 1)
`

/** Reads the arguments. Undefined when only the help was asked for. Throws WrongUse. */
export const readLoadConfig = (args: readonly string[]) => {
  const { values, positionals } = readArguments('npm run load', {
    args: [...args],
    allowPositionals: true,
    options: {
      vus: { type: 'string', default: '60' },
      players: { type: 'string', default: '200' },
      races: { type: 'string', default: '1' },
      duration: { type: 'string', default: '600' },
      url: { type: 'string' },
      gateways: { type: 'string', default: '3' },
      edges: { type: 'string', default: '1' },
      matchmakers: { type: 'string', default: '1' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  })
  const [named] = positionals
  if (values.help || named === undefined) return undefined
  const command = COMMANDS.find(one => one === named)
  if (command === undefined) throw new WrongUse(`"${named}" is no load command (npm run load -- --help)`)
  /** Of the cluster to load; one of our own is started when there are none. */
  const urls: readonly string[] = values.url?.split(',') ?? []
  return {
    command,
    urls,
    vus: wholeNumber('--vus', values.vus, 1, 20_000),
    players: wholeNumber('--players', values.players, 2, 20_000),
    races: wholeNumber('--races', values.races, 1, 1_000),
    durationS: wholeNumber('--duration', values.duration, 10, 86_400),
    gateways: wholeNumber('--gateways', values.gateways, 1, 16),
    edges: wholeNumber('--edges', values.edges, 0, 16),
    matchmakers: wholeNumber('--matchmakers', values.matchmakers, 1, 16),
  }
}
