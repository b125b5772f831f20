import { CLOSE } from '@ketik/protocol'
import { describe, expect, it } from 'vitest'
import { offsetOf } from '../clock/cluster-clock.ts'
import { Conversation, OFFSET_MS, refusal } from '../conversation.testkit.ts'
import { leaderboard } from '../simulated-client.testkit.ts'

describe('login', () => {
  it('[WEB-1] names the player, and proves the session with its token', () => {
    const player = new Conversation().start('secret')
    expect(player.takeConnects()).toEqual([0])
    expect(player.tell({ on: 'opened' }).take()).toEqual([
      { type: 'login', username: 'Budi', v: 1, token: 'secret' },
    ])
    expect(player.welcomed().link).toMatchObject({ connection: { phase: 'online', node: 'n1' }, online: 2 })
  })

  it('[TERMINAL-25] proves a registered name with its password, until there is a token', () => {
    const credentials = { username: 'Budi', token: null, passphrase: 'rahasia sekali' }
    const player = new Conversation().tell({ on: 'log-in', credentials }).tell({ on: 'opened' })
    expect(player.take()).toMatchObject([{ type: 'login', passphrase: 'rahasia sekali' }])
    player.welcomed().tell({ on: 'closed', code: 1006 }).pass(0).take()
    const [login] = player.tell({ on: 'opened' }).take()
    expect(login).toEqual({ type: 'login', username: 'Budi', v: 1, token: 'secret' })
  })

  it('[WEB-13] of a session that has ended is repeated without it', () => {
    const player = new Conversation().start('old').tell({ on: 'opened' }).hear(refusal('bad_token'))
    expect(player.takeNotices()).toEqual([{ on: 'token-refused' }])
    expect(player.tell({ on: 'opened' }).take()).toEqual([{ type: 'login', username: 'Budi', v: 1 }])
  })

  it.each(['name_taken', 'name_claimed', 'name_kept', 'bad_username', 'version_unsupported'])(
    '[WEB-13] that is refused with %s is final',
    code => {
      const player = new Conversation().start().tell({ on: 'opened' }).hear(refusal(code))
      expect(player.takeNotices()).toMatchObject([{ on: 'login-refused', error: { code } }])
      expect(player.link.connection).toEqual({ phase: 'closed', code: 0 })
      expect(player.pass(60_000).takeConnects()).toEqual([])
    },
  )

  it('[TERMINAL-16] of a name that was ours before is tried again, where the program wants that', () => {
    const again = new Conversation().login().tell({ on: 'closed', code: 1006 }).pass(0)
    expect(again.tell({ on: 'opened' }).hear(refusal('name_taken')).link.connection.phase).toBe('away')
    const final = new Conversation({ retriesNameTaken: false }).login().tell({ on: 'closed' }).pass(0)
    expect(final.tell({ on: 'opened' }).hear(refusal('name_taken')).link.connection.phase).toBe('closed')
  })

  it('[WEB-12] at a server of contract A is recognised by the first answer', () => {
    const player = new Conversation().start().tell({ on: 'opened' }).hear(leaderboard)
    expect(player.takeNotices()).toEqual([{ on: 'old-server', answered: 'login' }])
    expect(player.link.connection.phase).toBe('closed')
  })

  it('[TERMINAL-42] answered by something else, or by nothing, counts as another service', () => {
    const habits = { leavesOtherServices: true, firstAnswerMs: 5_000 }
    const noise = new Conversation(habits).start().tell({ on: 'opened' })
    noise.tell({ on: 'received', message: { fault: 'malformed' } })
    expect(noise.takeNotices()).toMatchObject([{ on: 'disconnected', fault: 'not-ketik' }])
    const silence = new Conversation(habits).start().pass(3_000).tell({ on: 'opened' })
    expect(silence.pass(4_000).takeNotices()).toEqual([])
    expect(silence.pass(2_000).takeNotices()).toMatchObject([{ on: 'disconnected', fault: 'silent' }])
  })
})

describe('the connection', () => {
  it('[CLIENT-8] comes back at once, then after growing waits', () => {
    const player = new Conversation().login()
    player.chance = 1
    const waits: (number | undefined)[] = []
    for (let attempt = 0; attempt < 8; attempt++) {
      player.tell({ on: 'closed', code: 1006 })
      waits.push(player.dueIn('reconnect'))
      player.pass(waits.at(-1) ?? 0)
      expect(player.link.connection.phase).toBe('connecting')
    }
    expect(waits).toEqual([0, 250, 500, 1_000, 2_000, 2_500, 2_500, 2_500])
  })

  it('[CLIENT-8] is tried at the same address, then at the further ones, then at all with growing waits', () => {
    const player = new Conversation({ addresses: 2 }).login()
    player.chance = 0
    player.takeEffects()
    player.tell({ on: 'closed', fault: 'ended' })
    const tries = Array.from({ length: 6 }, () => {
      const afterMs = player.dueIn('reconnect') ?? 0
      const [address] = player.pass(afterMs).takeConnects()
      player.tell({ on: 'closed', fault: 'refused' })
      return [address, afterMs]
    })
    expect(tries).toEqual([
      [0, 0],
      [1, 0],
      [0, 125],
      [1, 250],
      [0, 500],
      [1, 1_000],
    ])
  })

  it.each([
    ['its close code', [], CLOSE.taken_over],
    ['a bye', [{ type: 'bye', code: CLOSE.taken_over, reason: 'taken_over', retryable: false }], undefined],
  ] as const)('[CLIENT-9] stays closed when %s says so', (_, last, code) => {
    const player = new Conversation().login().hear(...last)
    player.takeEffects()
    player.tell({ on: 'closed', ...(code === undefined ? {} : { code }) })
    expect(player.takeNotices()).toEqual([{ on: 'closed', code: CLOSE.taken_over }])
    expect(player.pass(60_000).takeConnects()).toEqual([])
    expect(player.tell({ on: 'reconnect' }).link.connection.phase).toBe('connecting')
  })

  it('[CLIENT-8] goes to the next address when the node announced a restart', () => {
    const player = new Conversation({ addresses: 2 }).login()
    player.takeEffects()
    player.hear({ type: 'bye', code: CLOSE.restart, reason: 'restart', retryable: true })
    expect(player.tell({ on: 'closed' }).pass(0).takeConnects()).toEqual([1])
  })

  it('[WEB-6] rests after idling, where the program wants that, unless a race or the queue needs it', () => {
    const idle = new Conversation().login().tell({ on: 'closed', code: CLOSE.idle })
    expect(idle.link.connection).toEqual({ phase: 'resting' })
    const waiting = new Conversation().login().tell({ on: 'ask-race', wish: {} })
    expect(waiting.tell({ on: 'closed', code: CLOSE.idle }).link.connection.phase).toBe('away')
    const eager = new Conversation({ restsWhenIdle: false }).login().tell({ on: 'closed', code: CLOSE.idle })
    expect(eager.link.connection.phase).toBe('away')
  })

  it('[CLIENT-10] that falls silent, or never opens, is given up for another', () => {
    const silent = new Conversation().login()
    silent.answersPings = false
    expect(silent.pass(12_000).link.connection.phase).toBe('connecting')
    expect(new Conversation().start().pass(8_000).takeConnects()).toHaveLength(2)
  })

  it('[CLIENT-11] moves to another node at its own moment of the time given', () => {
    const player = new Conversation({ addresses: 2 }).login()
    player.chance = 0.25
    player.hear({ type: 'move', withinMs: 8_000 }).takeEffects()
    player.pass(1_999)
    expect(player.link.connection.phase).toBe('online')
    expect(player.pass(1).takeConnects()).toEqual([1])
    expect(player.tell({ on: 'opened' }).take()).toMatchObject([{ type: 'login', token: 'secret' }])
  })

  it('[CLIENT-12] survives what cannot be read', () => {
    const player = new Conversation().login()
    player.takeEffects()
    player.tell({ on: 'received', message: { fault: 'malformed' } })
    player.tell({ on: 'received', message: { fault: 'unknown-type' } })
    expect(player.takeNotices()).toEqual([{ on: 'unreadable' }])
    expect(player.link.connection.phase).toBe('online')
  })

  it('[TERMINAL-20] that the player ends sets no timer', () => {
    const player = new Conversation().race().tell({ on: 'log-out' })
    expect(player.link).toMatchObject({ connection: { phase: 'offline' }, credentials: null, race: null })
    expect(player.pass(60_000).takeConnects()).toEqual([])
  })
})

describe('pings', () => {
  const pings = (player: Conversation) =>
    player
      .takeEffects()
      .flatMap(effect => (effect.do === 'send' && effect.message.type === 'ping' ? [effect.message] : []))

  it('[CLIENT-2] go out five times quickly after a login, then every two seconds, and each echoes the last pong', () => {
    const player = new Conversation().start().tell({ on: 'opened' })
    player.answersPings = false
    player.welcomed()
    expect(pings(player)).toEqual([{ type: 'ping', t: 1_000_000 }])
    player.pass(20).hear({ type: 'pong', t: 1_000_000, now: 77 })
    expect(pings(player.pass(480))).toMatchObject([{ echo: 77, heldMs: 100 }, {}, {}, {}])
    expect(pings(player.pass(1_900))).toHaveLength(0)
    expect(pings(player.pass(4_000))).toHaveLength(2)
  })

  it('[CLIENT-2] go out every second in a race', () => {
    const player = new Conversation().race()
    expect(pings(player.pass(10_000))).toHaveLength(10)
  })

  it('[CLIENT-1] begin the clock anew with each connection', () => {
    const player = new Conversation().login()
    player.tell({ on: 'closed', code: 1006 }).pass(0).tell({ on: 'opened' })
    player.hear({ type: 'pong', t: player.now, now: player.now + OFFSET_MS + 42 })
    expect(offsetOf(player.link.clock)).toBe(OFFSET_MS + 42)
  })
})
