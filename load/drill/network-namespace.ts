import { execFileSync, spawnSync } from 'node:child_process'

/** Runs commands of `ip`, one after the other. Throws what it said when one of them fails. */
const ip = (commands: readonly string[], ...options: string[]): void => {
  const input = commands.join('\n')
  execFileSync('ip', [...options, '-batch', '-'], { input, stdio: ['pipe', 'ignore', 'pipe'] })
}

/** Why there can be no namespace here; undefined when there can. */
export const whyNoNamespace = (): string | undefined => {
  if (process.getuid?.() !== 0) return 'not run by root'
  return spawnSync('ip', ['-V']).status === 0 ? undefined : 'no `ip` program here (apt-get install iproute2)'
}

/** A network of its own on this machine, with one cable to ours that can be pulled. */
export const openNamespace = () => {
  const name = `ketik-drill-${process.pid}`
  const [outsideEnd, insideEnd] = [`kdo${process.pid % 100_000}`, `kdi${process.pid % 100_000}`]
  const net = `10.213.${process.pid % 250}`
  const [outside, inside] = [`${net}.1`, `${net}.2`]
  ip([
    `netns add ${name}`,
    `link add ${outsideEnd} type veth peer name ${insideEnd} netns ${name}`,
    `addr add ${outside}/24 dev ${outsideEnd}`,
    `link set ${outsideEnd} up`,
  ])
  ip([`addr add ${inside}/24 dev ${insideEnd}`, `link set ${insideEnd} up`, 'link set lo up'], '-n', name)
  return {
    /** How a program is started inside it. */
    enter: ['ip', 'netns', 'exec', name],
    /** The addresses of the two ends of its cable. */
    inside,
    outside,
    pullCable: () => ip([`link set ${outsideEnd} down`]),
    plugCable: () => ip([`link set ${outsideEnd} up`]),
    remove: () => ip([`link del ${outsideEnd}`, `netns del ${name}`]),
  }
}
