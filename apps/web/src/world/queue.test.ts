import { describe, expect, it } from 'vitest'
import { Conversation } from './conversation.testkit.ts'

describe('the queue', () => {
  it('[WEB-8] is asked for, counted and left', () => {
    const player = new Conversation().login()
    player.take()
    player.tell({ on: 'ask-race', wish: { lang: 'en', seats: 3 } })
    expect(player.take()).toEqual([{ type: 'req_matchmaking', lang: 'en', seats: 3 }])
    player.hear({ status: 'waiting', waiting_count: 2 })
    expect(player.world.link.queue?.waitingCount).toBe(2)
    expect(player.tell({ on: 'leave-queue' }).take()).toEqual([{ type: 'leave_queue' }])
    expect(player.world.link.queue).toBeNull()
  })

  it('[CLIENT-15] is asked for again after a drop', () => {
    const player = new Conversation().login().tell({ on: 'ask-race', wish: { room: 'kopi', seats: 2 } })
    player.tell({ on: 'closed', code: 1006 }).pass(0).tell({ on: 'opened' })
    player.take()
    expect(player.hear(player.welcome()).take()).toEqual([
      { type: 'req_matchmaking', room: 'kopi', seats: 2 },
    ])
  })

  it('[WEB-8] when full, is shown as a sentence with a way to ask again', () => {
    const player = new Conversation().login().tell({ on: 'ask-race', wish: { lang: 'id' } })
    player.hear({ type: 'error', code: 'queue_full', message: '', retryable: true })
    expect(player.world).toMatchObject({
      link: { queue: null },
      notice: { kind: 'refused', code: 'queue_full', again: { lang: 'id' } },
    })
  })

  it('[WEB-8] is not left for a chat message that was refused', () => {
    const player = new Conversation().login().tell({ on: 'ask-race', wish: {} })
    player.hear({ type: 'error', code: 'chat_repeated', message: '', retryable: false })
    expect(player.world.link.queue).not.toBeNull()
  })
})
