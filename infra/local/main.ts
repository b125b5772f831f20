import { once } from 'node:events'
import { networkInterfaces } from 'node:os'
import { join } from 'node:path'
import { describeAddresses } from './addresses.ts'
import { WrongUse } from './command-line.ts'
import { helpText, type LocalConfig, readConfig } from './config.ts'
import { explainDataFault, openDataFolder } from './data-folder.ts'
import { describeSharing } from './describe-sharing.ts'
import { startLocalCluster } from './local-cluster.ts'
import { createProcessGroup, type ProcessGroup } from './process-group.ts'
import { claimRun } from './run-lock.ts'
import { refuseTakenPorts } from './taken-port.ts'

/** npm passes on the Ctrl-C that the terminal has sent us already; that is not a second one. */
const sameCtrlCMs = 500

const say = (line: string) => void process.stdout.write(`ketik: ${line}\n`)
const complain = (error: unknown) => {
  const known = error instanceof WrongUse || process.env['LOG_LEVEL'] !== 'debug'
  const text = error instanceof Error ? (known ? messages(error) : error.stack) : String(error)
  process.stderr.write(`ketik: ${text}\n`)
}

/** Runs a cluster until it is told to stop, and ends the process. `build` builds what the services run. */
export async function start(args: readonly string[], build: () => Promise<void>): Promise<void> {
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {}) // the terminal has gone
  try {
    const config = readConfig(args, process.env)
    if (config === undefined) process.stdout.write(helpText)
    else process.exit(await runCluster(config, build))
  } catch (error) {
    complain(error)
    process.exit(1)
  }
}

/** Resolves with the exit code, when nothing runs any more. */
async function runCluster(config: LocalConfig, build: () => Promise<void>): Promise<number> {
  openDataFolder(config.folder)
  const { record, release, leftovers } = await claimRun(join(config.folder, 'run.json'))
  if (leftovers.length > 0)
    say(`stopped processes left by an npm start that was killed: ${leftovers.join(', ')}`)
  try {
    await refuseTakenPorts(config, config.host)
    await build()
    const group = createProcessGroup(record)
    stopOnSignals(group)
    return await runUntilStopped(config, group)
  } finally {
    release()
  }
}

async function runUntilStopped(config: LocalConfig, group: ProcessGroup): Promise<number> {
  try {
    const listening = await startLocalCluster({ config, group, say })
    say(`ready in ${(performance.now() / 1000).toFixed(1)} s`)
    const sections = [
      describeAddresses(config.host, listening),
      describeSharing(config.host, listening, networkInterfaces(), process.stdout),
    ].filter(lines => lines.length > 0)
    process.stdout.write(`\n${sections.map(lines => lines.join('\n')).join('\n\n')}\n\n`)
    say(`data and logs are in ${config.folder}; Ctrl-C stops everything`)
    if (!group.stopping.aborted) await once(group.stopping, 'abort')
    await group.stop()
    say('stopped')
    return 0
  } catch (error) {
    const wasAsked = group.stopping.aborted
    if (!wasAsked) complain(explainDataFault(error, config.folder))
    await group.stop()
    return wasAsked ? 0 : 1
  }
}

function stopOnSignals(group: ProcessGroup): void {
  let firstAtMs: number | undefined
  const onSignal = () => {
    const nowMs = performance.now()
    if (firstAtMs === undefined) {
      firstAtMs = nowMs
      say('stopping …')
      void group.stop()
    } else if (nowMs - firstAtMs > sameCtrlCMs) {
      group.kill()
    }
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, onSignal)
}

/** An error's message followed by those of its causes. */
function messages(error: Error): string {
  return error.cause instanceof Error ? `${error.message}: ${messages(error.cause)}` : error.message
}
