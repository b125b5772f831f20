import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, inject, it } from 'vitest'
import { command, compose, dockerRun } from './command.ts'

const root = fileURLToPath(new URL('../../..', import.meta.url))
const IMAGE = 'ketik-test-compose2'
const overlays = [{ overlay: '' }, { overlay: 'sentinel' }, { overlay: 'cluster' }]

/** Debian 13's compose, 2; the host's own, which brings the stack up in the other tests, is 1.29 on Debian 12. */
const compose2 = async (...args: readonly string[]): Promise<string> =>
  await dockerRun('-v', `${root}:${root}:ro`, '-w', root, IMAGE, 'docker-compose', ...args)

describe.runIf(inject('noStack') === '')('the files of compose', () => {
  beforeAll(async () => {
    const steps = ['FROM node:24-trixie-slim', 'RUN apt-get update && apt-get install -y docker-compose']
    await command('sh', ['-c', `printf '%s\\n' "$0" "$1" | docker build -q -t ${IMAGE} -`, ...steps])
    const [own, two] = await Promise.all([compose({}, 'version', '--short'), compose2('version', '--short')])
    console.log(`the host has compose ${own.trim()}, the container ${two.trim()}`)
    expect(two).toMatch(/^v?2\./)
  })

  it.each(overlays)(
    '[PROXY-34] mean the same to the compose of this host and to compose 2 $overlay',
    async ({ overlay }) => {
      const files = ['docker-compose.yml', ...(overlay === '' ? [] : [`infra/compose/${overlay}.yml`])]
      const options = files.flatMap(file => ['-f', file])
      for (const asked of ['--services', '--volumes']) {
        const own = await compose({}, ...options, '--profile', 'metrics', 'config', asked)
        const two = await compose2(...options, '--profile', 'metrics', 'config', asked)
        expect(sorted(two), asked).toEqual(sorted(own))
      }
      type Service = { readonly scale?: number; readonly read_only?: boolean }
      const { services } = JSON.parse(await compose2(...options, 'config', '--format', 'json')) as {
        readonly services: Readonly<Record<string, Service>>
      }
      expect([services['gateway']?.scale, services['tcp-edge']?.scale]).toEqual([3, 2])
      for (const [name, { read_only }] of Object.entries(services)) expect(read_only, name).toBe(true)
    },
  )
})

const sorted = (lines: string): readonly string[] =>
  lines
    .split('\n')
    .filter(line => line !== '')
    .sort()
