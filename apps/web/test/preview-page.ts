import { resolve } from 'node:path'
import { build, preview } from 'vite'

const ROOT = resolve(import.meta.dirname, '..')

export type Preview = { readonly url: string; close(): Promise<void> }

/** Builds the page, on the fake server or for real, and serves it with the policy that the gateway sends. */
export const previewPage = async (mode: 'fake' | 'production'): Promise<Preview> => {
  await build({ root: ROOT, mode, logLevel: 'warn' })
  const server = await preview({
    root: ROOT,
    mode,
    logLevel: 'warn',
    build: { outDir: mode === 'fake' ? 'dist-fake' : 'dist' },
    preview: { port: 0, host: '127.0.0.1' },
  })
  const address = server.httpServer.address()
  if (address === null || typeof address === 'string') throw new Error('the preview listens on no port')
  return { url: `http://127.0.0.1:${address.port}`, close: () => server.close() }
}
