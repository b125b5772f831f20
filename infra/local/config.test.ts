import { describe, expect, it } from 'vitest'
import { WrongUse } from './command-line.ts'
import { type LocalConfig, readConfig } from './config.ts'

const portsOf = (config: LocalConfig | undefined) =>
  Object.fromEntries(config?.ports.map(({ variable, port }) => [variable, port]) ?? [])

describe('the configuration of npm start', () => {
  it('needs nothing', () => {
    const config = readConfig([], {})
    expect(config).toMatchObject({
      host: '127.0.0.1',
      counts: [
        ['matchmaker', 1],
        ['gateway', 1],
        ['tcp-edge', 1],
      ],
      redisUrl: undefined,
      databaseUrl: undefined,
    })
    expect(portsOf(config)).toEqual({
      GATEWAY_PORT: 8080,
      DIAGNOSTICS_PORT: 3001,
      PLAIN_CHAT_PORT: 2000,
      TCP_RACE_PORT: 50_000,
      NICK_PORT: 5001,
      ADMIN_PORT: 0,
    })
  })

  it('comes from flags and the environment', () => {
    const config = readConfig(['--gateways', '3', '--host=0.0.0.0'], {
      GATEWAY_PORT: '9000',
      REDIS_URL: 'redis://r',
    })
    expect(config).toMatchObject({ host: '0.0.0.0', redisUrl: 'redis://r' })
    expect(config?.counts).toContainEqual(['gateway', 3])
    expect(portsOf(config)).toMatchObject({ GATEWAY_PORT: 9000 })
  })

  it('takes any free ports but those that are named', () => {
    expect(portsOf(readConfig(['--free-ports'], { NICK_PORT: '6001' }))).toMatchObject({
      GATEWAY_PORT: 0,
      NICK_PORT: 6001,
    })
  })

  it('is not needed for the help', () => {
    expect(readConfig(['--help'], {})).toBeUndefined()
  })

  it.each([
    [['--gateways', '17'], {}, '--gateways takes a whole number from 0 to 16'],
    [['--edges', 'many'], {}, '--edges takes a whole number'],
    [[], { NICK_PORT: '70000' }, 'NICK_PORT takes a whole number from 0 to 65535'],
    [['--gatewys', '2'], {}, "Unknown option '--gatewys'"],
  ])('refuses %j with %j', (args, environment, reason) => {
    expect(() => readConfig(args, environment)).toThrow(WrongUse)
    expect(() => readConfig(args, environment)).toThrow(reason)
  })

  it('[START-7] refuses options that npm kept, and says how to write them', () => {
    const environment = { npm_config_host: 'true', npm_config_free_ports: 'true' }
    expect(() => readConfig(['0.0.0.0'], environment)).toThrow(
      'npm did not pass on --host, --free-ports: write "--" before the options, as in npm start -- --host 0.0.0.0',
    )
  })

  it('takes an IPv6 address with or without brackets', () => {
    expect(['::1', '[::1]'].map(host => readConfig(['--host', host], {})?.host)).toEqual(['::1', '::1'])
  })
})
