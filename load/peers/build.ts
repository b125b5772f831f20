import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { basename, join } from 'node:path'
import { build as bundle } from 'esbuild'

const folder = import.meta.dirname

/** The program of a relay, or of the generator; there after `buildAll`. A competitor's stands beside its packages. */
export const programOf = (name: string): string => {
  const isCompetitor = existsSync(join(folder, `competitors/${name}.ts`))
  return join(folder, isCompetitor ? 'competitors/dist' : 'dist', `${name}.mjs`)
}

/** Builds what the bench runs: our services, the relays and the generator, all as plain JavaScript. */
export const buildAll = async (competitors: readonly string[]): Promise<void> => {
  runNode('build.mjs', 'gateway', 'tcp-edge', 'matchmaker', 'texts')
  await bundleAll(['servers/bare.ts', 'generator/generator.ts'])
  if (competitors.length === 0) return
  try {
    runNode('bootstrap.mjs', join(folder, 'competitors'))
  } catch (cause) {
    const without = '--targets can name others, of which none needs an install'
    throw new Error(`cannot install what ${competitors.join(', ')} need; ${without}`, { cause })
  }
  await bundleAll(competitors.map(name => `competitors/${name}.ts`))
}

/** Runs a program of `infra`; what it prints goes to our standard error, beside the figures. */
const runNode = (program: string, ...args: readonly string[]): void => {
  const path = join(folder, '../../infra', program)
  execFileSync(process.execPath, [path, ...args], { stdio: ['ignore', 2, 2] })
}

const bundleAll = async (files: readonly string[]): Promise<void> => {
  for (const file of files)
    await bundle({
      absWorkingDir: folder,
      entryPoints: [file],
      outfile: programOf(basename(file, '.ts')),
      bundle: true,
      packages: 'external',
      platform: 'node',
      target: 'node20',
      format: 'esm',
      logLevel: 'error',
    })
}
