import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { readResources, render, validate } from './kubernetes-tools.ts'

type Container = {
  readonly name: string
  readonly env?: readonly unknown[]
  readonly securityContext?: unknown
  readonly resources?: { readonly limits?: { readonly memory?: string } }
  readonly readinessProbe?: unknown
  readonly livenessProbe?: unknown
}
type Resource = {
  readonly kind: string
  readonly metadata: { readonly name: string; readonly namespace?: string }
  readonly data?: Readonly<Record<string, string>>
  readonly spec?: {
    readonly replicas?: number
    readonly ports?: readonly { readonly name: string; readonly port: number }[]
    readonly template?: {
      readonly spec: {
        readonly securityContext: unknown
        readonly containers: readonly Container[]
        readonly initContainers?: readonly Container[]
      }
    }
  }
}

const folder = mkdtempSync(join(tmpdir(), 'ketik-test-manifests-'))
afterAll(() => rmSync(folder, { recursive: true }))

describe.runIf(inject('noManifests') === '')('the Kubernetes manifests', () => {
  describe.each(['single', 'managed'])('of the overlay %s', overlay => {
    const rendered = join(folder, `${overlay}.yaml`)
    beforeAll(async () => {
      writeFileSync(rendered, await render(`infra/kubernetes/overlays/${overlay}`))
    })

    it('[PROXY-60] fit the schemas of Kubernetes, without a field that they do not know', async () => {
      expect(await validate(rendered)).not.toMatch(/ERROR|failed/i)
    })

    it('[PROXY-61] confine every container as compose does, and look at each', async () => {
      for (const { metadata, spec } of await workloads(rendered)) {
        const pod = spec?.template?.spec
        expect(pod?.securityContext, metadata.name).toMatchObject({
          runAsNonRoot: true,
          seccompProfile: { type: 'RuntimeDefault' },
        })
        for (const container of [...(pod?.initContainers ?? []), ...(pod?.containers ?? [])]) {
          expect(container.securityContext, container.name).toEqual({
            allowPrivilegeEscalation: false,
            readOnlyRootFilesystem: true,
            capabilities: { drop: ['ALL'] },
          })
          expect(container.resources?.limits?.memory, container.name).toBeDefined()
        }
        for (const container of pod?.containers ?? []) {
          expect(container, container.name).toMatchObject({
            readinessProbe: expect.anything(),
            livenessProbe: expect.anything(),
          })
        }
      }
    })

    it('[TRANSPORT-42] migrate as the owner of the tables, whose address no service has', async () => {
      for (const { metadata, spec } of await workloads(rendered)) {
        const { initContainers = [], containers = [] } = spec?.template?.spec ?? {}
        const owner = expect.objectContaining({ name: 'DATABASE_OWNER_URL' })
        for (const { name, env = [] } of containers) expect(env, name).not.toContainEqual(owner)
        for (const { env = [] } of initContainers.filter(({ name }) => name === 'migrate'))
          expect(env, metadata.name).toContainEqual({
            name: 'DATABASE_OWNER_URL',
            valueFrom: { secretKeyRef: { name: 'ketik', key: 'database-owner-url' } },
          })
      }
    })

    it('[PROXY-62] run as many of each as compose, behind the same ports and the same HAProxy', async () => {
      const all = await resourcesIn(rendered)
      const named = (kind: string, name: string) =>
        all.find(one => one.kind === kind && one.metadata.name.startsWith(name))
      for (const [name, replicas] of [
        ['gateway', 3],
        ['tcp-edge', 2],
        ['matchmaker', 2],
      ] as const) {
        expect(named('Deployment', name)?.spec?.replicas, name).toBe(replicas)
        expect(named('PodDisruptionBudget', name), name).toBeDefined()
      }
      for (const name of ['gateway', 'tcp-edge']) expect(named('HorizontalPodAutoscaler', name)).toBeDefined()
      const ports = named('Service', 'haproxy')?.spec?.ports?.map(({ port }) => port)
      expect(ports).toEqual([8080, 3001, 2000, 50000, 5001])
      const config = readFileSync(new URL('../../haproxy/haproxy.cfg', import.meta.url), 'utf8')
      expect(named('ConfigMap', 'haproxy')?.data?.['haproxy.cfg']).toBe(config)
      expect(all.filter(({ kind }) => kind === 'Secret')).toEqual([])
    })
  })
})

const resourcesIn = async (file: string) => (await readResources(file)) as readonly Resource[]

const workloads = async (file: string) =>
  (await resourcesIn(file)).filter(({ kind }) => kind === 'Deployment' || kind === 'StatefulSet')
