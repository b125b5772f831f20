import { resolve } from 'node:path'
import { readArguments, WrongUse, wholeNumber } from './command-line.ts'
import { type Plan, usualPorts } from './service-plan.ts'

/** What `npm start` was asked for. */
export type LocalConfig = Plan & {
  readonly folder: string
  readonly host: string
  /** Servers to use instead of starting our own. */
  readonly redisUrl: string | undefined
  readonly databaseUrl: string | undefined
  /** Of the given database's owner, where services have a role of their own. */
  readonly databaseOwnerUrl: string | undefined
  readonly sessionSecret: string | undefined
}

export const helpText = `npm start [-- options]     starts a whole Ketik cluster on this machine

  --gateways N       gateways (default 1, at most 16); the ports of each further one are 100 higher
  --edges N          TCP edges (default 1, at most 16); the same for their ports
  --matchmakers N    matchmakers (default 1, at most 16)
  --host ADDRESS     the address to listen on (default 127.0.0.1, this machine only;
                     0.0.0.0 lets other devices on the network connect)
  --free-ports       use any free ports instead of the default ones
  --help             show this text

Environment
  GATEWAY_PORT, DIAGNOSTICS_PORT, PLAIN_CHAT_PORT, TCP_RACE_PORT, NICK_PORT, ADMIN_PORT
                     ports; 0 picks a free one
  REDIS_URL, DATABASE_URL
                     servers to use; npm start does not start its own then
  DATABASE_OWNER_URL the owner of that database, if the role of DATABASE_URL cannot change the schema
  REDIS_PREFIX       prefix of all Redis keys (ketik:)
  SESSION_SECRET     signs the session tokens (generated once, kept in the data folder)
  KETIK_DIR          the folder for data and logs (.ketik)
  LOG_LEVEL          trace, debug, info, warn, error (info)
`

const options = {
  gateways: { type: 'string', default: '1' },
  edges: { type: 'string', default: '1' },
  matchmakers: { type: 'string', default: '1' },
  host: { type: 'string', default: '127.0.0.1' },
  'free-ports': { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
} as const
const instancesMax = 16

/** Reads flags and environment. Undefined when only the help was asked for. Throws WrongUse. */
export function readConfig(args: readonly string[], environment: NodeJS.ProcessEnv): LocalConfig | undefined {
  refuseOptionsOfNpm(environment)
  const flags = readArguments('npm start', { args: [...args], options }).values
  if (flags.help) return undefined
  const { KETIK_DIR, REDIS_URL, DATABASE_URL, DATABASE_OWNER_URL, SESSION_SECRET } = environment
  const count = (flag: 'gateways' | 'edges' | 'matchmakers') =>
    wholeNumber(`--${flag}`, flags[flag], 0, instancesMax)
  return {
    folder: resolve(KETIK_DIR || '.ketik'),
    host: flags.host.replace(/^\[(.*)\]$/, '$1'), // an IPv6 address as a URL has it
    counts: [
      ['matchmaker', count('matchmakers')],
      ['gateway', count('gateways')],
      ['tcp-edge', count('edges')],
    ],
    ports: usualPorts.map(usual => {
      const given = environment[usual.variable]
      if (given) return { ...usual, port: wholeNumber(usual.variable, given, 0, 65_535) }
      return flags['free-ports'] ? { ...usual, port: 0 } : usual
    }),
    redisUrl: REDIS_URL || undefined,
    databaseUrl: DATABASE_URL || undefined,
    databaseOwnerUrl: DATABASE_OWNER_URL || undefined,
    sessionSecret: SESSION_SECRET || undefined,
  }
}

/** npm takes the options before `--` for its own settings, and passes them on in the environment alone. */
function refuseOptionsOfNpm(environment: NodeJS.ProcessEnv): void {
  const taken = Object.keys(options).filter(
    name => environment[`npm_config_${name.replaceAll('-', '_')}`] !== undefined,
  )
  if (taken.length === 0) return
  throw new WrongUse(
    `npm did not pass on ${taken.map(name => `--${name}`).join(', ')}: write "--" before the options, as in npm start -- --host 0.0.0.0`,
  )
}
