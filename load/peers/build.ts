import { execFileSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { build as bundle } from 'esbuild'
import type { TargetName } from './targets/target.ts'

const folder = import.meta.dirname
/** The targets that run on packages of others, which `competitors` installs from a lockfile of its own. */
const COMPETITORS: readonly string[] = ['ws', 'socket-io', 'colyseus'] satisfies readonly TargetName[]

/** The program of a relay, or of the generator; there after `buildAll`. */
export const programOf = (name: string): string =>
  join(folder, COMPETITORS.includes(name) ? 'competitors/dist' : 'dist', `${name}.mjs`)

/** Builds what the bench runs: our services, the relays and the generator, all as plain JavaScript. */
export const buildAll = async (targets: readonly TargetName[]): Promise<void> => {
  runNode('build.mjs', 'gateway', 'tcp-edge', 'matchmaker', 'texts')
  const relays = readdirSync(join(folder, 'servers')).map(file => join('servers', file))
  await bundleAll([...relays, 'generator/main.ts'], 'dist')
  const competitors = targets.filter(name => COMPETITORS.includes(name))
  if (competitors.length === 0) return
  provideCompetitors(competitors)
  await bundleAll(
    competitors.map(name => `competitors/${name}.ts`),
    'competitors/dist',
  )
}

const provideCompetitors = (names: readonly TargetName[]): void => {
  try {
    runNode('bootstrap.mjs', join(folder, 'competitors'))
  } catch (cause) {
    const without = '--targets can name others, of which none needs an install'
    throw new Error(`cannot install what ${names.join(', ')} need; ${without}`, { cause })
  }
}

/** Runs a program of `infra`; what it prints goes to our standard error, beside the figures. */
const runNode = (program: string, ...args: readonly string[]): void => {
  const path = join(folder, '../../infra', program)
  execFileSync(process.execPath, [path, ...args], { stdio: ['ignore', 2, 2] })
}

const bundleAll = async (files: readonly string[], output: string): Promise<void> => {
  await bundle({
    absWorkingDir: folder,
    entryPoints: files.map(file => ({ in: file, out: programName(file) })),
    outdir: output,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    packages: 'external',
    platform: 'node',
    target: 'node20',
    format: 'esm',
    logLevel: 'error',
  })
}

const programName = (file: string): string => file.replace(/\/main\.ts$/, '').replace(/.*\/|\.ts$/g, '')
