import { runProgram as run } from './run-program.ts'

/** A network of its own on this machine, with one cable to ours that can be pulled. */
export type NetworkNamespace = {
  /** How a program is started inside it. */
  readonly enter: readonly string[]
  readonly insideHost: string
  readonly outsideHost: string
  pullCable(): void
  plugCable(): void
  remove(): void
}

/** Why there can be no namespace here; undefined when there can. */
export const whyNoNamespace = (): string | undefined => {
  if (process.getuid?.() !== 0) return 'not run by root'
  try {
    run('ip', '-V')
    return undefined
  } catch {
    return 'no `ip` program here (apt-get install iproute2)'
  }
}

/** Whether the kernel can delay, lose and reorder packets by itself. */
export const hasNetem = (): boolean => {
  const name = `kdn${process.pid % 100_000}`
  try {
    run('ip', 'link', 'add', name, 'type', 'dummy')
  } catch {
    return false
  }
  try {
    run('tc', 'qdisc', 'add', 'dev', name, 'root', 'netem', 'delay', '1ms')
    return true
  } catch {
    return false
  } finally {
    run('ip', 'link', 'del', name)
  }
}

export const openNamespace = (): NetworkNamespace => {
  const name = `ketik-drill-${process.pid}`
  const [outside, inside] = [`kdo${process.pid % 100_000}`, `kdi${process.pid % 100_000}`]
  const net = `10.213.${process.pid % 250}`
  const [outsideHost, insideHost] = [`${net}.1`, `${net}.2`]
  run('ip', 'netns', 'add', name)
  run('ip', 'link', 'add', outside, 'type', 'veth', 'peer', 'name', inside)
  run('ip', 'link', 'set', inside, 'netns', name)
  run('ip', 'addr', 'add', `${outsideHost}/24`, 'dev', outside)
  run('ip', 'link', 'set', outside, 'up')
  const enter = ['ip', 'netns', 'exec', name]
  run('ip', 'netns', 'exec', name, 'ip', 'addr', 'add', `${insideHost}/24`, 'dev', inside)
  run('ip', 'netns', 'exec', name, 'ip', 'link', 'set', inside, 'up')
  run('ip', 'netns', 'exec', name, 'ip', 'link', 'set', 'lo', 'up')
  return {
    enter,
    insideHost,
    outsideHost,
    pullCable: () => run('ip', 'link', 'set', outside, 'down'),
    plugCable: () => run('ip', 'link', 'set', outside, 'up'),
    remove: () => {
      run('ip', 'link', 'del', outside)
      run('ip', 'netns', 'del', name)
    },
  }
}
