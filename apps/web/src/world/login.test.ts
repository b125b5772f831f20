import { describe, expect, it } from 'vitest'
import { Conversation, leaderboard } from './conversation.testkit.ts'

describe('login', () => {
  it('[WEB-1] a returning player is logged in when the page opens, with the session', () => {
    const player = new Conversation().start('Budi', 'secret')
    expect(player.takeEffects().map(effect => effect.do)).toContain('connect')
    expect(player.tell({ on: 'opened' }).take()).toEqual([
      { type: 'login', username: 'Budi', v: 1, token: 'secret' },
    ])
  })

  it('[WEB-1] a newcomer is not connected before choosing a name, and one click then logs in and asks for a race', () => {
    const player = new Conversation().start(null)
    expect(player.takeEffects()).toEqual([])
    player.tell({ on: 'enter', name: ' Budi ', wish: { lang: 'id' } }).tell({ on: 'opened' })
    expect(player.take()).toEqual([{ type: 'login', username: 'Budi', v: 1 }])
    player.hear(player.welcome(), leaderboard)
    expect(player.takeEffects()).toContainEqual({ do: 'keep', what: 'token', value: 'secret' })
    expect(player.world.link.queue?.wish).toEqual({ lang: 'id' })
  })

  it('[WEB-1] a name that cannot be one is refused before anything is sent', () => {
    const player = new Conversation().start(null).tell({ on: 'enter', name: '\u202e' })
    expect(player.world.notice).toEqual({ kind: 'refused', code: 'bad_username' })
    expect(player.takeEffects()).toEqual([])
  })

  it('[WEB-13] a taken name leads back to the name field', () => {
    const player = new Conversation().start().tell({ on: 'opened' })
    player.hear({ type: 'error', code: 'name_taken', message: '', retryable: false })
    expect(player.world).toMatchObject({
      link: { credentials: null },
      notice: { kind: 'refused', code: 'name_taken' },
    })
  })

  it('[WEB-13] a session that has ended is forgotten, and the login tried without it', () => {
    const player = new Conversation().start('Budi', 'old').tell({ on: 'opened' })
    player.hear({ type: 'error', code: 'bad_token', message: '', retryable: false })
    player.take()
    expect(player.tell({ on: 'opened' }).take()).toEqual([{ type: 'login', username: 'Budi', v: 1 }])
  })

  it('[WEB-12] the first answer shows a server that speaks only contract A', () => {
    const player = new Conversation().start().tell({ on: 'opened' }).hear(leaderboard)
    expect(player.world).toMatchObject({
      link: { connection: { phase: 'closed' } },
      notice: { kind: 'old-server' },
    })
  })

  it('[WEB-12] a server of a later version asks for a reload', () => {
    const player = new Conversation().start().tell({ on: 'opened' })
    player.hear({ type: 'error', code: 'version_unsupported', message: '', retryable: false })
    expect(player.world.notice).toEqual({ kind: 'new-server' })
  })

  it('[WEB-17] a browser without storage gets a message about it', () => {
    const player = new Conversation().tell({ on: 'start', name: null, token: null, left: null, keeps: false })
    expect(player.world.notice).toEqual({ kind: 'no-storage' })
  })
})
