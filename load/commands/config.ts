import { readArguments, WrongUse, wholeNumber } from '../../infra/local/command-line.ts'
import type { Script } from '../k6/run-k6.ts'

const SCRIPTS: readonly string[] = ['race', 'lobby', 'storm', 'soak'] satisfies readonly Script[]

type LoadCommand =
  | { readonly kind: 'k6'; readonly script: Script; readonly vus: number }
  | { readonly kind: 'tcp'; readonly players: number }
  | { readonly kind: 'cost' | 'capacity' }

export type LoadConfig = {
  readonly command: LoadCommand
  /** Of the cluster to load; one of our own is started when there are none. */
  readonly urls: readonly string[]
  readonly gateways: number
  readonly edges: number
  readonly matchmakers: number
  readonly races: number
  readonly durationS: number
}

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
export const readLoadConfig = (args: readonly string[]): LoadConfig | undefined => {
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
  const [command] = positionals
  if (values.help || command === undefined) return undefined
  return {
    command: commandOf(command, values),
    urls: values.url === undefined ? [] : values.url.split(','),
    gateways: wholeNumber('--gateways', values.gateways, 1, 16),
    edges: wholeNumber('--edges', values.edges, 0, 16),
    matchmakers: wholeNumber('--matchmakers', values.matchmakers, 1, 16),
    races: wholeNumber('--races', values.races, 1, 1_000),
    durationS: wholeNumber('--duration', values.duration, 10, 86_400),
  }
}

const commandOf = (
  command: string,
  { vus, players }: { readonly vus: string; readonly players: string },
): LoadCommand => {
  if (isScript(command)) return { kind: 'k6', script: command, vus: wholeNumber('--vus', vus, 1, 20_000) }
  if (command === 'tcp') return { kind: 'tcp', players: wholeNumber('--players', players, 2, 20_000) }
  if (command === 'cost' || command === 'capacity') return { kind: command }
  throw new WrongUse(`"${command}" is no load command (npm run load -- --help)`)
}

const isScript = (name: string): name is Script => SCRIPTS.includes(name)
