import { WrongUse } from './command-line.ts'
import { isPortFree } from './free-port.ts'
import { type Plan, planServices } from './service-plan.ts'

/** Throws WrongUse, naming the port or the address and how to change it, if a service could not listen where it is to. */
export async function refuseTakenPorts(plan: Plan, host: string): Promise<void> {
  for (const { name, ports } of planServices(plan)) {
    for (const { variable, port } of ports) {
      const at = variable === 'ADMIN_PORT' ? '127.0.0.1' : host
      const isFree = await isPortFree(port, at).catch(cause => {
        throw new WrongUse(reasonOf(cause.code, port, at, variable), { cause })
      })
      if (isFree) continue
      throw new WrongUse(
        `port ${port} on ${at}, for ${name}, is taken: stop the program that uses it, set ${variable} to another port (0 picks a free one), or run npm start -- --free-ports`,
      )
    }
  }
}

function reasonOf(code: string, port: number, host: string, variable: string): string {
  if (['EADDRNOTAVAIL', 'EINVAL', 'ENOTFOUND', 'EAI_AGAIN'].includes(code))
    return `--host ${host} is not an address of this machine; use 127.0.0.1 for this machine only, or 0.0.0.0 for the whole network`
  if (code === 'EACCES')
    return `this user may not listen on port ${port}; set ${variable} to a port of 1024 or higher`
  return `cannot listen on ${host}, port ${port} (${variable})`
}
