import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'

/** What a Docker engine leaves on a machine: itself, network interfaces and firewall rules. */
export type MachineState = {
  readonly engineRuns: boolean
  readonly traces: readonly string[]
}

const interfaces = '/sys/class/net'
/** What a machine has on which no rule was ever set. */
const untouched = /^-P \w+ ACCEPT$/

export const machineState = (): MachineState => ({
  engineRuns: engineRuns(),
  traces: [...networkInterfaces(), ...firewallRules('filter'), ...firewallRules('nat')],
})

export const engineRuns = (): boolean => spawnSync('docker', ['info'], { stdio: 'ignore' }).status === 0

/** What is there now and was not before. */
export const addedTo = (before: MachineState, now: MachineState): readonly string[] => [
  ...(now.engineRuns && !before.engineRuns ? ['a Docker engine'] : []),
  ...now.traces.filter(trace => !before.traces.includes(trace)),
]

const networkInterfaces = (): readonly string[] =>
  existsSync(interfaces) ? readdirSync(interfaces).map(name => `network interface ${name}`) : []

const firewallRules = (table: string): readonly string[] => {
  const { stdout } = spawnSync('iptables', ['-w', '-t', table, '-S'], { encoding: 'utf8' })
  const rules = (stdout ?? '').split('\n').filter(rule => rule !== '' && !untouched.test(rule))
  return rules.map(rule => `firewall rule in ${table}: ${rule}`)
}
