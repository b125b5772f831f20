import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { variables as gateway } from '@ketik/gateway/config'
import { variables as matchmaker } from '@ketik/matchmaker/config'
import { registry, startDefaultMetrics } from '@ketik/runtime'
import { variables as tcpEdge } from '@ketik/tcp-edge/config'
import { describe, expect, it } from 'vitest'

const root = fileURLToPath(new URL('../../..', import.meta.url))

const read = (path: string) => readFileSync(join(root, path), 'utf8')
const alerts = read('infra/prometheus/alerts.yml')
const dashboard = read('infra/grafana/dashboards/ketik.json')

describe('alerts and dashboard', () => {
  it('[PROXY-50] ask only for metrics that the processes have', async () => {
    startDefaultMetrics()
    const known = new Set((await registry.getMetricsAsJSON()).map(({ name }) => name))
    const asked = `${alerts}${dashboard}`.match(/\bketik_[a-z0-9_]+/g) ?? []
    expect(asked.length).toBeGreaterThan(30)
    const unknown = asked.map(name => name.replace(/_(bucket|count)$/, '')).filter(name => !known.has(name))
    expect([...new Set(unknown)]).toEqual([])
  })

  it('[PROXY-51] name, for each alert, a part of docs/operations.md that names the alert', () => {
    const parts = read('docs/operations.md').split(/^### /m).slice(1)
    const byAnchor = new Map(parts.map(part => [anchor(part.split('\n')[0] ?? ''), part]))
    const all = [...alerts.matchAll(/alert: (\w+)[\s\S]*?runbook: docs\/operations\.md#(\S+)/g)]
    expect(all).toHaveLength(alerts.match(/- alert:/g)?.length ?? 0)
    for (const [, alert = '', at = ''] of all)
      expect(byAnchor.get(at), `${alert} at #${at}`).toContain(`\`${alert}\``)
  })
})

describe('docs/operations.md', () => {
  it.each([
    ['gateway', gateway],
    ['tcp-edge', tcpEdge],
    ['matchmaker', matchmaker],
  ])('[PROXY-55] names each setting of the %s', (_, { properties }) => {
    const settings = Object.keys(properties)
    expect(settings.length).toBeGreaterThan(8)
    const told = read('docs/operations.md')
    expect(settings.filter(name => !told.includes(`\`${name}\``))).toEqual([])
  })
})

describe('HAProxy', () => {
  it('[PROXY-35] ends no connection of players for silence within a day', () => {
    const sections = read('infra/haproxy/haproxy.cfg').split(/^(?=\w)/m)
    const named = (name: string) => sections.find(section => section.startsWith(name)) ?? ''
    expect(named('defaults')).toMatch(/timeout tunnel 24h\n[\s\S]*option clitcpka\n/)
    for (const door of ['race', 'nick']) {
      expect(named(`frontend ${door}_tcp`)).toContain('timeout client 24h')
      expect(named(`backend edges_${door}`)).toContain('timeout server 24h')
    }
    expect(sections.join('').match(/timeout tunnel/g)).toHaveLength(1)
  })
})

const anchor = (title: string): string =>
  title
    .toLowerCase()
    .replaceAll(/[^a-z0-9 -]/g, '')
    .replaceAll(' ', '-')
