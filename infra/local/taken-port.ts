import { type LocalConfig, WrongUse } from './config.ts'
import { isPortFree } from './free-port.ts'
import type { PlannedService } from './service-plan.ts'

/** Throws WrongUse, naming the port and how to move it, when a service could not listen where it is to. */
export async function refuseTakenPorts(
  config: LocalConfig,
  services: readonly PlannedService[],
): Promise<void> {
  for (const { name, ports } of services) {
    for (const [variable, port] of Object.entries(ports)) {
      if (port === 0 || (await canListen(port, config.host, variable))) continue
      throw new WrongUse(
        `port ${port} on ${config.host}, for ${name}, is taken: free it, or set ${variable} to another one (0 picks any), or pass --free-ports`,
      )
    }
  }
}

async function canListen(port: number, host: string, variable: string): Promise<boolean> {
  try {
    return await isPortFree(port, host)
  } catch (error) {
    throw new WrongUse(
      `cannot listen on ${host}:${port} (${variable}): ${error instanceof Error ? error.message : error}`,
    )
  }
}
