import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

const read = (path: string) => readFileSync(join(import.meta.dirname, path), 'utf8')
const compose = read('../../docker-compose.yml')

/** The part of a service in docker-compose.yml. */
const service = (name: string): string =>
  compose.split(/^(?= {2}[a-z-]+:$)/m).find(part => part.startsWith(`  ${name}:\n`)) ?? ''

const start = (environment: Readonly<Record<string, string>>) =>
  spawnSync('sh', [join(import.meta.dirname, 'start-grafana.sh')], {
    encoding: 'utf8',
    env: { PATH: process.env['PATH'], GRAFANA_PROGRAM: '/bin/true', ...environment },
  })

describe('Prometheus and Grafana', () => {
  it.each(['prometheus', 'grafana'])(
    '[TRANSPORT-1] %s is published at METRICS_ADDRESS, by default a loopback address',
    name => {
      const published = service(name).match(/^ {4}ports: .*$/gm)
      expect(published).toEqual([
        expect.stringMatching(/^ {4}ports: \["\$\{METRICS_ADDRESS:-127\.0\.0\.1\}:\$\{[^"]*"\]$/),
      ])
      expect(service(name)).not.toContain('PUBLISH_ADDRESS')
    },
  )

  it('[TRANSPORT-1] nothing else is published but the ports of HAProxy, at PUBLISH_ADDRESS', () => {
    const others = compose.replace(service('prometheus'), '').replace(service('grafana'), '')
    expect(others.match(/^ {4}ports:/gm)).toHaveLength(1)
    expect(service('haproxy').match(/^ {6}- "\$\{PUBLISH_ADDRESS/gm)).toHaveLength(5)
  })

  it('[TRANSPORT-2] Grafana starts by the program that refuses the password of the development file', () => {
    expect(service('grafana')).toContain('entrypoint: [sh, /etc/ketik/start-grafana]')
    expect(service('grafana')).toContain('./infra/compose/start-grafana.sh:/etc/ketik/start-grafana:ro')
    expect(service('grafana')).toMatch(/METRICS_ADDRESS: \$\{METRICS_ADDRESS:-127\.0\.0\.1\}\n/)
  })

  const known = /^GRAFANA_PASSWORD=(.*)$/m.exec(read('development.env'))?.[1] ?? ''

  it.each(['0.0.0.0', '192.0.2.7', '::', ''])(
    '[TRANSPORT-2] that program refuses it at the address %j',
    address => {
      const { status, stderr } = start({ GF_SECURITY_ADMIN_PASSWORD: known, METRICS_ADDRESS: address })
      expect([status, stderr]).toEqual([
        2,
        expect.stringContaining('GRAFANA_PASSWORD from the development file'),
      ])
      expect(stderr).not.toContain(known)
    },
  )

  it.each(['127.0.0.1', '127.1.2.3', '::1'])(
    '[TRANSPORT-2] and takes it at %s, or any other password anywhere',
    address => {
      expect(start({ GF_SECURITY_ADMIN_PASSWORD: known, METRICS_ADDRESS: address }).status).toBe(0)
      expect(start({ GF_SECURITY_ADMIN_PASSWORD: 'of our own', METRICS_ADDRESS: '0.0.0.0' }).status).toBe(0)
    },
  )
})
