import { bootstrap } from './bootstrap.mjs'

// Flags are read by the cluster itself (infra/local), which must be installed and built before it can be run.
await bootstrap()
const { build } = await import('./build.mjs')
await build()
await import('./dist/main.js')
