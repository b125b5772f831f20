import { execFileSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { build as bundle } from 'esbuild'

const folder = import.meta.dirname

/** The program of a relay, or of the generator; there after `buildAll`. */
export const programOf = (name: string): string => join(folder, 'dist', `${name}.mjs`)

/** Builds what the bench runs: our services, the relays and the generator, all as plain JavaScript. */
export const buildAll = async (): Promise<void> => {
  const build = join(folder, '../../infra/build.mjs')
  execFileSync(process.execPath, [build, 'gateway', 'tcp-edge', 'matchmaker', 'texts'], {
    stdio: ['ignore', 2, 2],
  })
  const servers = readdirSync(join(folder, 'servers')).map(file => join(folder, 'servers', file))
  await bundle({
    entryPoints: [...servers, { in: join(folder, 'generator/main.ts'), out: 'generator' }].map(entry =>
      typeof entry === 'string' ? { in: entry, out: entry.replace(/.*\/|\.ts$/g, '') } : entry,
    ),
    outdir: join(folder, 'dist'),
    outExtension: { '.js': '.mjs' },
    bundle: true,
    packages: 'external',
    platform: 'node',
    target: 'node20',
    format: 'esm',
    logLevel: 'error',
  })
}
