import { describe, expect, it } from 'vitest'
import { lobbyLine, refusalLine } from './lobby-lines.ts'

const event = { n: 1, door: 'json', at: 0, online: 1 } as const

describe('the lobby as lines', () => {
  it('[NICK-3] joins, leaves and texts', () => {
    expect(lobbyLine({ ...event, kind: 'join', username: 'Ani' })).toBe('Ani Bergabung!')
    expect(lobbyLine({ ...event, kind: 'leave', username: 'Ani' })).toBe('Ani Keluar!')
    expect(lobbyLine({ ...event, kind: 'chat', from: 'Ani', text: 'halo: semua' })).toBe('Ani: halo: semua')
    expect(lobbyLine({ ...event, kind: 'chat', text: 'Ani: halo' })).toBe('?: Ani: halo')
  })

  it.each([':', '：', '﹕', '︓', '꞉', '׃'])('[NICK-5] %s ends no name', colon => {
    const name = `Ani${colon} aku`
    expect(lobbyLine({ ...event, kind: 'chat', from: name, text: 'halo' })).toBe('Ani∶ aku: halo')
    expect(lobbyLine({ ...event, kind: 'join', username: name })).toBe('Ani∶ aku Bergabung!')
  })

  it('[NICK-7] a refusal is a line that nobody can say under a name', () => {
    expect(refusalLine({ refused: 'name_taken' })).toBe('*** Someone online has that name; choose another.')
    expect(lobbyLine({ ...event, kind: 'chat', from: '***', text: 'x\ny' })).toBe('***: x y')
  })
})
