import { resolve } from 'node:path'
import { readArguments, WrongUse, wholeNumber } from './command-line.ts'

/** What `npm start` was asked for. A port of 0 picks a free one. */
export type LocalConfig = {
  readonly folder: string
  readonly host: string
  readonly counts: { readonly gateways: number; readonly edges: number; readonly matchmakers: number }
  readonly ports: Readonly<Record<PortVariable, number>>
  /** Servers to use instead of starting our own. */
  readonly redisUrl: string | undefined
  readonly databaseUrl: string | undefined
  /** Of the given database's owner, where services have a role of their own. */
  readonly databaseOwnerUrl: string | undefined
  readonly redisPrefix: string
  readonly sessionSecret: string | undefined
  readonly nodeEnv: string
  readonly logLevel: string
}

const defaultPorts = {
  GATEWAY_PORT: 8080,
  DIAGNOSTICS_PORT: 3001,
  PLAIN_CHAT_PORT: 2000,
  TCP_RACE_PORT: 50_000,
  NICK_PORT: 5001,
  ADMIN_PORT: 0,
} as const

export type PortVariable = keyof typeof defaultPorts
export const portVariables = Object.keys(defaultPorts) as readonly PortVariable[]

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

const instancesMax = 16
const portStep = 100

/** Reads flags and environment. Undefined when only the help was asked for. Throws WrongUse. */
export function readConfig(args: readonly string[], environment: NodeJS.ProcessEnv): LocalConfig | undefined {
  refuseOptionsOfNpm(environment)
  const flags = readArguments('npm start', { args: [...args], options }).values
  if (flags.help) return undefined
  const {
    KETIK_DIR,
    REDIS_URL,
    DATABASE_URL,
    DATABASE_OWNER_URL,
    REDIS_PREFIX,
    SESSION_SECRET,
    NODE_ENV,
    LOG_LEVEL,
  } = environment
  return {
    folder: resolve(KETIK_DIR || '.ketik'),
    host: flags.host.replace(/^\[(.*)\]$/, '$1'), // an IPv6 address as a URL has it
    counts: {
      gateways: count('--gateways', flags.gateways),
      edges: count('--edges', flags.edges),
      matchmakers: count('--matchmakers', flags.matchmakers),
    },
    ports: readPorts(environment, flags['free-ports']),
    redisUrl: REDIS_URL || undefined,
    databaseUrl: DATABASE_URL || undefined,
    databaseOwnerUrl: DATABASE_OWNER_URL || undefined,
    redisPrefix: REDIS_PREFIX || 'ketik:',
    sessionSecret: SESSION_SECRET || undefined,
    nodeEnv: NODE_ENV || 'production',
    logLevel: LOG_LEVEL || 'info',
  }
}

/** The port of the nth instance of a service, counted from 0. */
export const portOfInstance = (port: number, instance: number) =>
  port === 0 ? 0 : port + portStep * instance

const options = {
  gateways: { type: 'string', default: '1' },
  edges: { type: 'string', default: '1' },
  matchmakers: { type: 'string', default: '1' },
  host: { type: 'string', default: '127.0.0.1' },
  'free-ports': { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
} as const

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

function readPorts(environment: NodeJS.ProcessEnv, anyFree: boolean): LocalConfig['ports'] {
  const read = (variable: PortVariable) => {
    const given = environment[variable]
    if (given === undefined || given === '') return anyFree ? 0 : defaultPorts[variable]
    return wholeNumber(variable, given, 0, 65_535)
  }
  return {
    GATEWAY_PORT: read('GATEWAY_PORT'),
    DIAGNOSTICS_PORT: read('DIAGNOSTICS_PORT'),
    PLAIN_CHAT_PORT: read('PLAIN_CHAT_PORT'),
    TCP_RACE_PORT: read('TCP_RACE_PORT'),
    NICK_PORT: read('NICK_PORT'),
    ADMIN_PORT: read('ADMIN_PORT'),
  }
}

const count = (flag: string, given: string) => wholeNumber(flag, given, 0, instancesMax)
