import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { freePort } from '../../local/free-port.ts'
import { eventually } from '../eventually.ts'
import { compose, docker } from './command.ts'

const logFolder = fileURLToPath(new URL('../../../.ketik/deploy', import.meta.url))
const ports = [
  'HTTP_PORT',
  'DIAGNOSTICS_PORT',
  'PLAIN_CHAT_PORT',
  'TCP_RACE_PORT',
  'NICK_PORT',
  'PROMETHEUS_PORT',
  'GRAFANA_PORT',
] as const
type Port = (typeof ports)[number]

/** Each an option of compose that comes before the verb: which files, which profile. */
export type StackOptions = { readonly name: string; readonly arguments?: readonly string[] }

/** The stack as `docker-compose up` starts it, in a project and on ports of its own. */
export class Stack {
  private constructor(
    readonly project: string,
    private readonly before: readonly string[],
    readonly ports: Readonly<Record<Port, number>>,
    private readonly settings: Readonly<Record<string, string>>,
  ) {}

  static async prepare({ name, arguments: given = [] }: StackOptions): Promise<Stack> {
    const free = await Promise.all(ports.map(() => freePort()))
    const chosen = Object.fromEntries(ports.map((port, i) => [port, free[i] ?? 0])) as Record<Port, number>
    const project = `ketiktest${name}`
    const settings = {
      ...Object.fromEntries(ports.map(port => [port, String(chosen[port])])),
      COMPOSE_PROJECT_NAME: project,
      RACE_LENGTH: 'short',
      DATA_NETWORK: '10.203.8', // beside a stack that a developer has up
      CONNECTIONS_PER_ADDRESS_MAX: String(CONNECTIONS_PER_ADDRESS_MAX),
    }
    const stack = new Stack(project, given, chosen, settings)
    await stack.down() // what a killed run left
    return stack
  }

  /** A verb of compose and its arguments; more settings and options where given. */
  compose(
    args: readonly string[],
    settings: Readonly<Record<string, string>> = {},
    options: readonly string[] = [],
  ): Promise<string> {
    return compose({ ...this.settings, ...settings }, ...options, ...this.before, ...args)
  }

  /** Resolves when HAProxy has a gateway and a tcp-edge to send players to. */
  async ready(): Promise<void> {
    const [haproxy = ''] = await this.containers('haproxy')
    await eventually('HAProxy is healthy', async () => {
      const health = await docker('inspect', '--format', '{{.State.Health.Status}}', haproxy)
      return health.trim() === 'healthy' ? true : undefined
    })
  }

  /** Ends everything and removes its data; what the containers said is kept in `.ketik/deploy`. */
  async down(): Promise<void> {
    if ((await this.containers()).length > 0) {
      mkdirSync(logFolder, { recursive: true })
      const said = await this.compose(['logs', '--no-color', '--timestamps']).catch(error => String(error))
      writeFileSync(join(logFolder, `${this.project}.log`), said)
    }
    await this.compose(['down', '--volumes', '--remove-orphans', '--timeout', '10'])
  }

  /** The ids of the containers of a service, or of all, ended ones too. */
  async containers(service?: string): Promise<readonly string[]> {
    const ofService = service === undefined ? [] : ['--filter', `label=com.docker.compose.service=${service}`]
    return lines(await docker('ps', '-aq', '--filter', this.label, ...ofService))
  }

  async volumes(): Promise<readonly string[]> {
    return lines(await docker('volume', 'ls', '-q', '--filter', this.label))
  }

  private get label(): string {
    return `label=com.docker.compose.project=${this.project}`
  }
}

/** Few, so that a test can use them up. */
export const CONNECTIONS_PER_ADDRESS_MAX = 20

const lines = (text: string): readonly string[] => text.split('\n').filter(line => line !== '')
