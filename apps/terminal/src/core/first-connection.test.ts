import type { LinkFault } from '@ketik/client'
import { describe, expect, it } from 'vitest'
import { Game } from '../game.testkit.ts'

const FAULTS: readonly LinkFault[] = [
  'refused',
  'unknown-host',
  'unreachable',
  'timed-out',
  'ended',
  'not-ketik',
  'silent',
]
const problemOf = (game: Game): string => {
  const [quit] = game.did('quit')
  return quit?.do === 'quit' ? (quit.problem ?? '') : 'no end'
}
/** Fails each try until the program ends. */
const failing = (game: Game, faultOf: (host: string) => LinkFault) => {
  game.tell({ on: 'start' })
  let tries = 0
  for (; game.did('quit').length === 0 && tries < 100; tries++) {
    const [last] = game.did('connect').slice(-1)
    game.tell({
      on: 'closed',
      fault: faultOf(last?.do === 'connect' ? (game.state.options.addresses[last.address]?.host ?? '') : ''),
    })
    while (game.state.link.connection.phase === 'away' && game.did('quit').length === 0) game.pass(10)
  }
  return tries
}

describe('the first connection', () => {
  it.each(FAULTS)('[TERMINAL-41] that fails says where, why and what to do: %s', fault => {
    const game = new Game({
      addresses: [
        { host: '::1', port: 7 },
        { host: 'two', port: 2 },
      ],
    })
    game.tell({ on: 'start' }).tell({ on: 'closed', fault })
    const said = game.state.talk.lines.at(-1)
    expect(said).toMatchObject({ line: 'note', urgent: true })
    expect(said?.line === 'note' && said.text).toMatch(/^Cannot connect to \[::1\]:7: .+ (--host|--port)/)
    expect(game.screen()).toContain('two:2')
  })

  it('[TERMINAL-41] is tried some times, then the program ends with the reason', () => {
    const game = new Game()
    expect(failing(game, () => 'refused')).toBe(6)
    expect(problemOf(game)).toContain('Cannot connect to one:1: connection refused.')
    expect(game.state.talk.lines).toHaveLength(1)
  })

  it('[TERMINAL-41] that times out ends the program after two tries', () => {
    const game = new Game().tell({ on: 'start' }).pass(20_000)
    expect(game.did('connect')).toHaveLength(2)
    expect(problemOf(game)).toContain('one:1: no answer (timed out)')
  })

  it('[TERMINAL-41] is tried at every address before the program ends, with the reason of each', () => {
    const game = new Game({
      addresses: [
        { host: 'one', port: 1 },
        { host: 'two', port: 2 },
      ],
    })
    failing(game, host => (host === 'one' ? 'refused' : 'unknown-host'))
    expect(problemOf(game)).toMatch(/one:1: connection refused\..*\n.*two:2: unknown host name\./)
  })

  it('[TERMINAL-52] once it was there, is tried again for ever, with the address and the time of the next try', () => {
    const game = new Game().enter()
    game.effects.length = 0
    for (let i = 0; i < 50; i++) {
      game.tell({ on: 'closed', fault: 'refused' })
      while (game.state.link.connection.phase === 'away') game.pass(100)
    }
    expect(game.did('quit')).toEqual([])
    expect(game.tell({ on: 'closed' }).screen()).toMatch(/one:1: connection lost · trying again in \d s/)
    expect(game.screen()).toContain('The connection to one:1 was lost.')
  })
})

describe('a port where something else answers', () => {
  it.each(['HTTP/1.1 400 Bad Request', '-ERR unknown command', '{"message":"hello"}', 'NICK', '[]'])(
    '[TERMINAL-42] ends the program at once: %s',
    line => {
      const game = new Game().tell({ on: 'start' }).tell({ on: 'opened' }).line(line)
      expect(problemOf(game)).toMatch(/^Cannot connect to one:1: another service answers there.*--port/)
    },
  )

  it('[TERMINAL-42] or nothing does, ends it within seconds', () => {
    const game = new Game().tell({ on: 'start' }).tell({ on: 'opened' }).pass(5_000)
    expect(problemOf(game)).toContain('one:1: something accepts the connection but does not answer')
  })

  it('[TERMINAL-42] is given longer to check a password', () => {
    const game = new Game({ passphrase: 'rahasia sekali' }).tell({ on: 'start' }).tell({ on: 'opened' })
    expect(game.pass(29_000).did('quit')).toEqual([])
    expect(problemOf(game.pass(2_000))).toContain('does not answer')
  })

  it('[TERMINAL-42] is passed over for another address', () => {
    const game = new Game({
      addresses: [
        { host: 'one', port: 1 },
        { host: 'two', port: 2 },
      ],
    })
    game.tell({ on: 'start' }).tell({ on: 'opened' }).line('NICK').pass(1)
    expect(game.did('quit')).toEqual([])
    game.tell({ on: 'opened' }).welcomed()
    expect(game.state.link.connection.phase).toBe('online')
  })
})
