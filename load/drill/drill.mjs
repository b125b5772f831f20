import { fileURLToPath } from 'node:url'
import { runBuilt } from '../built-program.mjs'

await runBuilt(fileURLToPath(new URL('main.ts', import.meta.url)))
