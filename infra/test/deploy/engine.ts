import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { engineRuns } from '../run/machine-state.ts'

/** Starts an engine and makes stand-ins for the images where none can be pulled. It is not part of the repository. */
export const offlineImages = join(import.meta.dirname, '../../../../shared/tools/offline-images')
/** The label of a container that a test starts by itself. */
export const TEST_LABEL = 'ketik.test'
const TEST_PROJECT = /^ketiktest/

/** The kinds of things that a test has in an engine: how they are listed, and how they are removed. */
const KINDS = [
  { list: ['ps', '-a'], id: '{{.ID}}', remove: ['rm', '-f', '-v'] },
  { list: ['volume', 'ls'], id: '{{.Name}}', remove: ['volume', 'rm', '-f'] },
  { list: ['network', 'ls'], id: '{{.ID}}', remove: ['network', 'rm'] },
] as const
const LABELS = `{{.Label "com.docker.compose.project"}} {{.Label "${TEST_LABEL}"}}`

/**
 * Removes what the tests have in a Docker engine. Ends the engine as well when it did not run before the tests. In an
 * engine of somebody else only what carries our labels is removed. `maker` is what started the engine.
 */
export const leaveEngine = (ranBefore: boolean, startedAt: Date, maker = offlineImages): void => {
  if (engineRuns()) {
    for (const { list, id, remove } of KINDS) {
      const lines = ask(...list, '--format', `${id} ${LABELS}`)
      removeAll(remove, lines.filter(isOurs).map(firstWord))
    }
    if (!ranBefore) removeAll(KINDS[0].remove, containersSince(startedAt))
  }
  if (!ranBefore && existsSync(maker) && process.getuid?.() === 0)
    spawnSync(maker, ['--stop'], { stdio: ['ignore', 'inherit', 'inherit'] })
}

const isOurs = (line: string): boolean => {
  const [, ...labels] = line.split(' ')
  return labels.some(label => TEST_PROJECT.test(label) || label === 'yes')
}

const firstWord = (line: string): string => line.split(' ')[0] ?? ''

const containersSince = (instant: Date): readonly string[] => {
  const all = ask('ps', '-aq')
  if (all.length === 0) return []
  const lines = ask('inspect', '--format', '{{.Id}} {{.Created}}', ...all)
  return lines.filter(line => new Date(line.split(' ')[1] ?? '') >= instant).map(firstWord)
}

const removeAll = (verb: readonly string[], names: readonly string[]): void => {
  if (names.length > 0) ask(...verb, ...names)
}

const ask = (...args: readonly string[]): readonly string[] => {
  const { stdout } = spawnSync('docker', [...args], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  return (stdout ?? '').split('\n').filter(line => line !== '')
}
