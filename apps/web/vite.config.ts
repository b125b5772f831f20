import { resolve } from 'node:path'
import { defineConfig } from 'vite'
import { CONTENT_SECURITY_POLICY } from './build/content-security-policy.ts'
import { plainPaths } from './build/plain-paths.ts'
import { precompress } from './build/precompress.ts'

const GATEWAY = 'http://127.0.0.1:8080'

/** `--mode fake` builds the same page on a fake server that lives inside it: for screenshots and layout tests. */
export default defineConfig(({ mode }) => ({
  root: import.meta.dirname,
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  resolve: {
    alias:
      mode === 'fake' ? { './open-doors.ts': resolve(import.meta.dirname, 'test/fake/open-doors.ts') } : {},
  },
  plugins: [plainPaths(resolve(import.meta.dirname, '../..')), precompress()],
  build: {
    outDir: mode === 'fake' ? 'dist-fake' : 'dist',
    target: 'es2022',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    sourcemap: false,
    rolldownOptions: {
      // Message schemas are compiled when their module loads, which a strict CSP forbids and the page never needs.
      treeshake: { moduleSideEffects: id => !/packages[/\\](?:protocol|race)[/\\]/.test(id) },
    },
  },
  server: {
    proxy: { '/api': { target: GATEWAY, ws: true }, '/ws': { target: GATEWAY, ws: true } },
  },
  preview: {
    headers: { 'content-security-policy': CONTENT_SECURITY_POLICY },
  },
}))
