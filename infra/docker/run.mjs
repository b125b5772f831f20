// The image's entry point: `node run.mjs gateway`.
import { refusalOf } from './refuse-development-secrets.mjs'

const programs = {
  gateway: './services/gateway/dist/main.js',
  'tcp-edge': './services/tcp-edge/dist/main.js',
  matchmaker: './services/matchmaker/dist/main.js',
  migrate: './infra/docker/dist/main.js',
}

const name = process.argv[2] ?? ''
const refusal = Object.hasOwn(programs, name)
  ? refusalOf(process.env)
  : `what to run? one of: ${Object.keys(programs).join(', ')}`
if (refusal !== undefined) {
  process.stderr.write(`ketik: ${refusal}\n`)
  process.exit(2)
}
await import(programs[name])
