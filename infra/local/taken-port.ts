import { WrongUse } from './command-line.ts'
import type { LocalConfig } from './config.ts'
import { isPortFree } from './free-port.ts'
import { planServices } from './service-plan.ts'

/** Throws WrongUse, naming the port or the address and how to change it, if a service could not listen where it is to. */
export async function refuseTakenPorts(config: LocalConfig): Promise<void> {
  const { host } = config
  const services = planServices(config, { redisUrl: '', databaseUrl: '', sessionSecret: '' })
  for (const { name, ports } of services) {
    for (const [variable, port] of Object.entries(ports)) {
      const at = variable === 'ADMIN_PORT' ? '127.0.0.1' : host
      if (await canListen(port, at, variable)) continue
      throw new WrongUse(
        `port ${port} on ${at}, for ${name}, is taken: stop the program that uses it, set ${variable} to another port (0 picks a free one), or run npm start -- --free-ports`,
      )
    }
  }
}

async function canListen(port: number, host: string, variable: string): Promise<boolean> {
  try {
    return await isPortFree(port, host)
  } catch (error) {
    throw new WrongUse(reasonOf(error, port, host, variable), { cause: error })
  }
}

function reasonOf(error: unknown, port: number, host: string, variable: string): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  switch (code) {
    case 'EADDRNOTAVAIL':
    case 'EINVAL':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return `--host ${host} is not an address of this machine; use 127.0.0.1 for this machine only, or 0.0.0.0 for the whole network`
    case 'EACCES':
      return `this user may not listen on port ${port}; set ${variable} to a port of 1024 or higher`
    default:
      return `cannot listen on ${host}, port ${port} (${variable})`
  }
}
