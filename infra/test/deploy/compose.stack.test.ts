import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { transform } from 'esbuild'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { eventually } from '../eventually.ts'
import { nickClient } from '../lobby/clients.ts'
import { command, docker, dockerRun, LABELLED } from './command.ts'
import { raceThrough } from './race-through.ts'
import { CONNECTIONS_PER_ADDRESS_MAX, Stack } from './stack.ts'
import {
  askedGateway,
  COOKIE,
  firstBytes,
  firstText,
  hearOneself,
  type Opened,
  openTcp,
  openWebSocket,
  stickyCookie,
} from './visitors.ts'

const IMAGE_MB_OVER_BASE_MAX = 120
/** Far less than the quarter of an hour for which the system sends again what nobody acknowledges. */
const VANISHED_WITHIN_MS = 120_000

let stack: Stack
let http: string

beforeAll(async () => {
  if (inject('noStack') !== '') return
  stack = await Stack.prepare({ name: 'stack' })
  await stack.compose(['up', '-d'])
  http = `http://127.0.0.1:${stack.ports.HTTP_PORT}`
  await stack.ready()
})

afterAll(async () => {
  await stack?.down()
})

describe.runIf(inject('noStack') === '')('the image', () => {
  it('[PROXY-20] is at most 120 MB over its base and has the one uWebSockets binary that it runs', async () => {
    const sizes = await docker(
      'image',
      'inspect',
      '--format',
      '{{.Size}}',
      'ketik:local',
      'node:24-trixie-slim',
    )
    const [size = 0, base = 0] = sizes.split('\n').map(Number)
    console.log(`the image is ${((size - base) / 1e6).toFixed(1)} MB over its base`)
    expect(size - base).toBeLessThan(IMAGE_MB_OVER_BASE_MAX * 1e6)
    const find = ['find', '/app', '-name', '*.node', '-printf', '%f\n']
    const binaries = await dockerRun('--entrypoint', find[0] ?? '', 'ketik:local', ...find.slice(1))
    expect(binaries.trim()).toMatch(/^uws_linux_(x64|arm64)_137\.node$/)
  })

  it('[PROXY-21] says what it can run, and refuses the secrets of the development file on an open address', async () => {
    await expect(dockerRun('ketik:local', 'all')).rejects.toThrow(/gateway, tcp-edge, matchmaker, migrate/)
    const open = ['-e', 'PUBLISH_ADDRESS=0.0.0.0', '-e', 'SESSION_SECRET=development-only-session-secret']
    await expect(dockerRun(...open, 'ketik:local', 'gateway')).rejects.toThrow(/SESSION_SECRET from/)
  })
})

describe.runIf(inject('noStack') === '')('the stack', () => {
  it('[HTTP-31] each gateway answers a request that is cut at any byte, also without HAProxy', async () => {
    const request = 'GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n'
    const source = await readFile(new URL('../ask-in-pieces.ts', import.meta.url), 'utf8')
    const program = `${(await transform(source, { loader: 'ts' })).code}
      const lines = []
      for (const pieces of cuts(${JSON.stringify(request)})) lines.push(await askInPieces(8080, pieces))
      console.log(JSON.stringify([...new Set(lines)]))`
    for (const gateway of await stack.containers('gateway')) {
      const said = await docker('exec', gateway, 'node', '--input-type=module', '--eval', program)
      expect(JSON.parse(said)).toEqual(['HTTP/1.1 200 OK'])
    }
  })

  it('[PROXY-22] starts as many of each service as it should, each confined', async () => {
    type Inspected = {
      readonly Name: string
      readonly Config: { readonly User: string; readonly Labels: Readonly<Record<string, string>> }
      readonly HostConfig: {
        readonly ReadonlyRootfs: boolean
        readonly CapDrop: readonly string[] | null
        readonly CapAdd: readonly string[] | null
        readonly SecurityOpt: readonly string[] | null
        readonly Memory: number
        readonly Privileged: boolean
      }
    }
    const all = JSON.parse(await docker('inspect', ...(await stack.containers()))) as readonly Inspected[]
    const counts: Record<string, number> = {}
    for (const { Name, Config, HostConfig } of all) {
      const service = Config.Labels['com.docker.compose.service'] ?? ''
      counts[service] = (counts[service] ?? 0) + 1
      expect(Config.User, Name).toMatch(/^(?!root|0)\w+/)
      expect(HostConfig, Name).toMatchObject({ ReadonlyRootfs: true, CapDrop: ['ALL'], Privileged: false })
      expect(HostConfig.CapAdd ?? [], Name).toEqual([])
      expect(HostConfig.SecurityOpt, Name).toContain('no-new-privileges:true')
      expect(HostConfig.Memory, Name).toBeGreaterThan(0)
    }
    expect(counts).toEqual({
      haproxy: 1,
      gateway: 3,
      'tcp-edge': 2,
      matchmaker: 2,
      migrate: 1,
      redis: 1,
      postgres: 1,
    })
  })

  it('[PROXY-23] races a WebSocket and a TCP player through HAProxy to a stored result', () =>
    raceThrough(stack, 'compose'))

  it('[PROXY-31] has every door behind HAProxy', async () => {
    const { NICK_PORT, PLAIN_CHAT_PORT, DIAGNOSTICS_PORT } = stack.ports
    expect(await firstBytes(NICK_PORT)).toBe('NICK')
    expect(await firstText(`ws://127.0.0.1:${DIAGNOSTICS_PORT}/`)).toContain(
      'WebSocket connection established',
    )
    await hearOneself(`ws://127.0.0.1:${PLAIN_CHAT_PORT}/`, 'halo')
    const polled = await fetch(`${http}/socket.io/?EIO=4&transport=polling`)
    expect(stickyCookie(polled.headers.getSetCookie())).toBeDefined()
    expect(await polled.text()).toContain('"upgrades":["websocket"]')
    expect(await (await fetch(http)).text()).toContain('<html')
  })

  it('[PROXY-24] keeps a client with the cookie on one gateway, WebSockets too', async () => {
    const cookie = await askedGateway(`${http}/healthz`)
    expect(cookie).toBeDefined()
    for (let i = 0; i < 10; i++) expect(await askedGateway(`${http}/healthz`, cookie)).toBeUndefined()
    const url = `ws://127.0.0.1:${stack.ports.HTTP_PORT}/ws`
    const first = await openWebSocket(url)
    expect(first).toMatchObject({ state: 'open', cookie: expect.any(String) })
    const again = await openWebSocket(url, { cookie: `${COOKIE}=${first.cookie}` })
    expect(again).toMatchObject({ state: 'open', cookie: undefined })
    await Promise.all([first.close(), again.close()])
  })

  it('[PROXY-25] believes no X-Forwarded-For of a client', async () => {
    const url = `ws://127.0.0.1:${stack.ports.HTTP_PORT}/ws`
    const cookie = `${COOKIE}=${await askedGateway(`${http}/healthz`)}`
    const pretended = (i: number) => ({
      cookie,
      'x-forwarded-for': `203.0.113.${i}`,
      'x-real-ip': `203.0.113.${i}`,
    })
    const all = []
    for (let i = 0; i <= CONNECTIONS_PER_ADDRESS_MAX; i++) all.push(await openWebSocket(url, pretended(i)))
    expect(all.at(-1)?.state).toBe('refused')
    expect(openIn(all)).toBeLessThanOrEqual(CONNECTIONS_PER_ADDRESS_MAX)
    // It is the address that is full, not the gateway: another address gets in.
    const script = `
      const { request } = require('node:http')
      const headers = { cookie: '${cookie}', connection: 'upgrade', upgrade: 'websocket',
        'sec-websocket-version': '13', 'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==' }
      const asked = request('http://haproxy:8080/ws', { headers }, response => done(response.statusCode))
      asked.on('upgrade', () => done(101))
      asked.end()
      const done = status => { console.log(status); process.exit() }`
    expect(await fromAnotherAddress(script)).toBe('101')
    await Promise.all(all.map(socket => socket.close()))
  })

  it('[PROXY-26] gives the tcp-edges the address of the client', async () => {
    const edges = 2
    const all = []
    for (let i = 0; i <= edges * CONNECTIONS_PER_ADDRESS_MAX; i++)
      all.push(await openTcp(stack.ports.TCP_RACE_PORT))
    expect(all.at(-1)?.state).toBe('refused')
    expect(openIn(all)).toBeLessThanOrEqual(edges * CONNECTIONS_PER_ADDRESS_MAX)
    const script = `
      const socket = require('node:net').connect(50000, 'haproxy', () => socket.write('{"type":"ping","t":1}\\n'))
      socket.once('data', said => { console.log(/"bye"/.test(said) ? 'refused' : 'open'); process.exit() })`
    expect(await fromAnotherAddress(script)).toBe('open')
    await Promise.all(all.map(socket => socket.close()))
  })

  it('[BASIC-38] finds a TCP client that has vanished while messages are on the way to it', async () => {
    // The test before has used up how often this address may connect; two more are allowed each second.
    const witness = await eventually('this address may connect again', () =>
      nickClient(stack.ports.NICK_PORT, 'Saksi'),
    )
    const network = `${stack.project}_front`
    const script = `
      const socket = require('node:net').connect(5001, 'haproxy')
      socket.on('data', said => { if (/NICK/.test(said)) socket.write('Hilang\\n') })`
    const run = ['run', '--detach', '--rm', ...LABELLED, '--network', network, '--entrypoint', 'node']
    const container = (await docker(...run, 'ketik:local', '-e', script)).trim()
    await witness.ear.until('Hilang Bergabung!')
    await docker('network', 'disconnect', '--force', network, container)
    witness.send('halo')
    await witness.ear.until('Hilang Keluar!', VANISHED_WITHIN_MS)
    witness.close()
    await docker('rm', '--force', container)
  })

  it('[PROXY-27] finds a gateway that is scaled up, and it gets players', async () => {
    const known = new Set<string>()
    const ask = async () => {
      const gateway = await askedGateway(`${http}/healthz`)
      if (gateway !== undefined) known.add(gateway)
    }
    await eventually('all three answer', async () => {
      await ask()
      return known.size === 3 ? true : undefined
    })
    await stack.compose(['up', '-d', '--no-recreate', '--scale', 'gateway=4'])
    await eventually('a fourth gateway answers', async () => {
      await ask()
      return known.size === 4 ? true : undefined
    })
  })

  it('[PROXY-52] gives Prometheus every process, scaled-up ones too, and HAProxy', async () => {
    await stack.compose(['up', '-d', '--no-deps', 'prometheus'], {}, ['--profile', 'metrics'])
    const query = `http://127.0.0.1:${stack.ports.PROMETHEUS_PORT}/api/v1/query?query=`
    type Answer = {
      readonly data: { readonly result: readonly { readonly value: readonly [number, string] }[] }
    }
    const count = async (expression: string): Promise<number> => {
      const response = await fetch(query + encodeURIComponent(expression))
      return Number(((await response.json()) as Answer).data.result[0]?.value[1] ?? 0)
    }
    await eventually('every target is up', async () => {
      const [gateways, edges, matchmakers, haproxies] = await Promise.all([
        count('count(up{service="gateway"} == 1)'),
        count('count(up{service="tcp-edge"} == 1)'),
        count('count(up{service="matchmaker"} == 1)'),
        count('count(haproxy_process_max_connections)'),
      ])
      return gateways === 4 && edges === 2 && matchmakers === 2 && haproxies === 1 ? true : undefined
    })
    expect(await count('count(ketik_process_cpu_seconds_total)')).toBe(8)
  })

  it('[PROXY-53] has a Prometheus configuration and alerts that promtool takes, and that fire as their tests say', async () => {
    const promtool = (...args: readonly string[]) => {
      const mounted = ['-v', `${process.cwd()}/infra/prometheus:/etc/prometheus:ro`, '-w', '/etc/prometheus']
      return dockerRun(...mounted, '--entrypoint', 'promtool', 'prom/prometheus:v2.53.3', ...args)
    }
    expect(await promtool('check', 'config', 'prometheus.yml')).toContain('SUCCESS')
    expect(await promtool('test', 'rules', 'alerts.test.yml')).toContain('SUCCESS')
  })

  it('[PROXY-28] needs a separate secret for each password when the development file is not read', async () => {
    const needed = [
      'POSTGRES_PASSWORD',
      'POSTGRES_SERVICE_PASSWORD',
      'REDIS_PASSWORD',
      'SESSION_SECRET',
      'STICKY_COOKIE_KEY',
      'GRAFANA_PASSWORD',
    ]
    const folder = mkdtempSync(join(tmpdir(), 'ketik-test-env-'))
    for (const secret of needed) {
      const settings = needed.filter(name => name !== secret).map(name => `${name}=given`)
      const file = join(folder, secret)
      writeFileSync(file, ['PUBLISH_ADDRESS=127.0.0.1', ...settings].join('\n'))
      const config = stack.compose(['config', '-q'], {}, ['--env-file', file])
      await expect(config, secret).rejects.toThrow(new RegExp(`set ${secret}`))
    }
    rmSync(folder, { recursive: true })
  })

  it('[PROXY-29] speaks TLS on its ports with a certificate', async () => {
    const certificate = await selfSigned()
    await stack.compose(['up', '-d', '--no-deps', 'haproxy'], { TLS_CERT_FILE: certificate })
    const url = `wss://127.0.0.1:${stack.ports.HTTP_PORT}/ws`
    const opened = await eventually('HAProxy takes wss', () => openWebSocket(url))
    expect(opened.state).toBe('open')
    await opened.close()
  })
})

describe.runIf(inject('noStack') === '')('afterwards', () => {
  it('[PROXY-30] nothing is left: no container and no volume', async () => {
    await stack.down()
    expect(await stack.containers()).toEqual([])
    expect(await stack.volumes()).toEqual([])
  })
})

/** How many have opened; fewer than may when those of a test before this one have not ended yet. */
const openIn = (all: readonly Opened[]): number => all.filter(({ state }) => state === 'open').length

/** Runs a script in a container of the network where HAProxy is published, so with an address of its own. */
const fromAnotherAddress = async (script: string): Promise<string> => {
  const network = ['--network', `${stack.project}_front`]
  return (await dockerRun(...network, '--entrypoint', 'node', 'ketik:local', '-e', script)).trim()
}

const selfSigned = async (): Promise<string> => {
  const folder = (await command('mktemp', ['-d'])).trim()
  const file = `${folder}/ketik.pem`
  const request = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes']
  await command('openssl', [
    ...request,
    '-subj',
    '/CN=localhost',
    '-days',
    '1',
    '-keyout',
    `${folder}/key`,
    '-out',
    file,
  ])
  await command('sh', ['-c', `cat ${folder}/key >>${file} && rm ${folder}/key && chmod -R a+rX ${folder}`])
  return file
}
