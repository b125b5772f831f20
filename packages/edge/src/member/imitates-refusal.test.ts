import { describe, expect, it } from 'vitest'
import { imitatesRefusal } from './imitates-refusal.ts'

describe('a text like a refusal of the server', () => {
  it.each([
    '*** an operator has muted you',
    '  *** Kamu dibisukan.',
    `${'\u200d'.repeat(300)}*** halo`,
    '＊＊＊ halo',
    '*\u200b*\u2060* halo',
    '* * * halo',
    '∗⁎✱ halo',
    '✔ *** halo',
    '***',
  ])('[TRANSPORT-5] %j', text => {
    expect(imitatesRefusal(text)).toBe(true)
  })

  it.each(['halo ***', '* satu', '**tebal** sekali', '2 * 3 * 4 * 5', ''])(
    '[TRANSPORT-5] %j is none',
    text => {
      expect(imitatesRefusal(text)).toBe(false)
    },
  )
})
