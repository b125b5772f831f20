import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { refuse, stepUnlessDone } from './say.mjs'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP']
const nodeFloor = '20.11'
const glibcFloor = '2.38' // what the uWebSockets.js binaries for Node 24 and later link against

/**
 * Makes a fresh clone able to run: checks Node.js and the C library, and installs the dependencies when the
 * lockfile is not the one they were installed from. Nothing but Node's own modules may be imported here.
 */
export async function bootstrap() {
  checkNode()
  await provide(root, 'the dependencies')
}

/** Installs what a folder's own lockfile pins, unless it is there already. */
async function provide(folder, what) {
  const lockfile = readFileSync(join(folder, 'pnpm-lock.yaml'))
  const digest = createHash('sha256').update(lockfile).digest('hex')
  // Native modules are chosen by Node's ABI and platform, so a change of those installs again too.
  const wanted = `${digest} ${process.platform}-${process.arch}-${process.versions.modules}\n`
  const stamp = join(folder, 'node_modules/.ketik-installed')
  await stepUnlessDone(`installing ${what}`, stamp, wanted, () => install(folder, what))
}

function checkNode() {
  const { node } = process.versions
  if (isBelow(node, nodeFloor))
    refuse(`Ketik needs Node.js ${nodeFloor} or later; this is ${node}. See https://nodejs.org`)
  if (isBelow(node, '24') || process.platform !== 'linux') return
  const glibc = process.report.getReport().header.glibcVersionRuntime
  if (glibc !== undefined && !isBelow(glibc, glibcFloor)) return
  refuse(
    `with Node.js ${node.split('.')[0]}, uWebSockets.js needs glibc ${glibcFloor} (Debian 13, Ubuntu 24.04); ` +
      `this system has ${glibc ?? 'another C library'}. Use Node.js 20 or 22 here, or the container image.`,
  )
}

const isBelow = (version, floor) => version.localeCompare(floor, 'en', { numeric: true }) < 0

async function install(folder, what) {
  const { packageManager } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  const args = [
    '--yes',
    packageManager,
    'install',
    '--frozen-lockfile',
    '--config.confirm-modules-purge=false',
  ]
  const env = { ...process.env, CI: 'true' } // nobody is asked anything
  const child = spawn('npx', args, { cwd: folder, env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] })
  const stop = signal => process.kill(-child.pid, signal) // npx passes no signal on to what it runs
  for (const signal of signals) process.on(signal, stop)
  const output = []
  for (const stream of [child.stdout, child.stderr]) stream.on('data', chunk => output.push(chunk))
  const [code] = await once(child, 'close')
  for (const signal of signals) process.off(signal, stop)
  if (code === 0) return
  process.stderr.write(Buffer.concat(output))
  refuse(`could not install ${what}; the command in ${folder} was: npx ${args.join(' ')}`)
}

// node infra/bootstrap.mjs [folder with a lockfile of its own]
if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await bootstrap()
  const [folder] = process.argv.slice(2)
  if (folder !== undefined)
    await provide(resolve(folder), `the packages of ${relative(root, resolve(folder))}`)
}
