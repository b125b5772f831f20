import { describe, expect, it } from 'vitest'
import { Conversation, refusal } from './conversation.testkit.ts'

describe('the queue', () => {
  it('[WEB-8] is requested, counted and left', () => {
    const player = new Conversation().login()
    player.take()
    player.tell({ on: 'ask-race', wish: { lang: 'en', seats: 3 } })
    expect(player.take()).toEqual([{ type: 'req_matchmaking', lang: 'en', seats: 3 }])
    player.hear({ status: 'waiting', waiting_count: 2 })
    expect(player.link.queue?.waitingCount).toBe(2)
    expect(player.tell({ on: 'leave-queue' }).take()).toEqual([{ type: 'leave_queue' }])
    expect(player.link.queue).toBeNull()
  })

  it('[CLIENT-15] is requested again after a drop, and after the login when the client was offline', () => {
    const player = new Conversation().start().tell({ on: 'ask-race', wish: { room: 'kopi', seats: 2 } })
    player.tell({ on: 'opened' }).take()
    const asked = [{ type: 'req_matchmaking', room: 'kopi', seats: 2 }]
    expect(player.welcomed().take()).toEqual(asked)
    player.tell({ on: 'closed', code: 1006 }).pass(0).tell({ on: 'opened' }).take()
    expect(player.welcomed().take()).toEqual(asked)
  })

  it.each(['queue_full', 'room_full', 'unavailable', 'already_racing'])(
    '[WEB-8] is left when the server refuses it with %s, and the program can request it again',
    code => {
      const player = new Conversation().login().tell({ on: 'ask-race', wish: { lang: 'id' } })
      player.takeEffects()
      expect(player.hear(refusal(code)).takeNotices()).toMatchObject([
        { on: 'refused', error: { code }, wish: { lang: 'id' } },
      ])
      expect(player.link.queue).toBeNull()
    },
  )

  it.each(['chat_repeated', 'muted', 'rate_limited'])('[WEB-8] is not left for %s', code => {
    const player = new Conversation().login().tell({ on: 'ask-race', wish: {} }).hear(refusal(code))
    expect(player.link.queue).not.toBeNull()
  })

  it('[WEB-8] is not requested in a race', () => {
    const player = new Conversation().race().tell({ on: 'ask-race', wish: {} })
    expect(player.take()).toEqual([])
  })
})
