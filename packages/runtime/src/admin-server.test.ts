import { request } from 'node:http'
import { connect } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { type AdminServer, startAdminServer } from './admin-server.ts'

const servers: AdminServer[] = []
afterEach(async () => {
  await Promise.all(servers.splice(0).map(server => server.close()))
})
const started = async (host: string, names: readonly string[] = []): Promise<number> => {
  const server = await startAdminServer(host, 0, names)
  servers.push(server)
  return server.port
}

const asked = (port: number, path: string, host: string, method = 'GET') =>
  new Promise<{ readonly status: number | undefined; readonly body: string }>((resolve, reject) => {
    const asking = request({ port, path, method, host: '127.0.0.1', headers: { host } }, async response => {
      let body = ''
      for await (const chunk of response) body += chunk
      resolve({ status: response.statusCode, body })
    })
    asking.on('error', reject)
    asking.end()
  })

const FOREIGN = [
  'evil.example',
  'evil.example:9100',
  'localhost.evil.example',
  '127.0.0.1.evil.example',
  '127.evil',
  '10.0.0.1',
  '[::2]',
  'localhost@evil.example',
]

describe('the admin port', () => {
  it.each(FOREIGN)('[TRANSPORT-16] gives nothing to a page that names it %s', async host => {
    for (const bound of ['127.0.0.1', '0.0.0.0']) {
      const port = await started(bound)
      for (const path of ['/metrics', '/healthz', '/anything']) {
        const { status, body } = await asked(port, path, host)
        expect([bound, path, status]).toEqual([bound, path, 421])
        expect(body).not.toContain('ketik_')
      }
    }
  })

  it.each(['127.0.0.1', '127.0.0.1:9100', 'localhost', 'LocalHost:1', '[::1]:9100'])(
    '[TRANSPORT-16] answers to the loopback name %s',
    async host => {
      expect((await asked(await started('0.0.0.0'), '/metrics', host)).status).toBe(200)
    },
  )

  it('[TRANSPORT-16] answers to the address that it is reached at, to the one that it is bound to, and to names that are set', async () => {
    const port = await started('127.0.0.2', ['Metrics.Example'])
    const status = (host: string) =>
      new Promise<string>((resolve, reject) => {
        const socket = connect(port, '127.0.0.2')
        socket.on('error', reject)
        socket.once('data', bytes => {
          resolve(String(bytes).slice(0, 12))
          socket.destroy()
        })
        socket.write(`GET /healthz HTTP/1.1\r\nHost: ${host}\r\n\r\n`)
      })
    expect(await status('127.0.0.2:9100')).toBe('HTTP/1.1 200')
    expect(await status('metrics.example:9100')).toBe('HTTP/1.1 200')
    expect(await status('other.example:9100')).toBe('HTTP/1.1 421')
  })

  it('[TRANSPORT-16] gives nothing where no host is named', async () => {
    const port = await started('127.0.0.1')
    for (const version of ['1.0', '1.1']) {
      const answer = await new Promise<string>((resolve, reject) => {
        const socket = connect(port, '127.0.0.1')
        socket.on('error', reject)
        socket.once('data', bytes => {
          resolve(String(bytes))
          socket.destroy()
        })
        socket.write(`GET /metrics HTTP/${version}\r\n\r\n`)
      })
      expect(answer).toMatch(/^HTTP\/1\.1 4(21|00) /)
    }
  })
})
