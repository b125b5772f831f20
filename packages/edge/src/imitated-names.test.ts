import { foldUsername } from '@ketik/protocol'
import { describe, expect, it } from 'vitest'
import { imitatedNames } from './imitated-names.ts'

describe('the names that a text imitates', () => {
  it.each([
    ['Ani: halo', 'ani'],
    ['  ANI : halo', 'ani'],
    ['Ani：halo', 'ani'],
    ['Ani∶ halo', 'ani'],
    ['Ani꞉ halo', 'ani'],
    ['Ani׃ halo', 'ani'],
    ['\u200bA\u2060ni: halo', 'ani'],
    ['Ａｎｉ: halo', 'ani'],
    ['[Ketik]: server berhenti', '[ketik]'],
    ['Ani Keluar!', 'ani'],
    ['Budi  Raya Bergabung!', 'budi raya'],
    ['a∶b: halo', 'a'],
  ])('[TR5] %j', (text, name) => {
    expect(imitatedNames(text)).toEqual([foldUsername(name)])
  })

  it.each(['halo', '', ': halo', 'halo Ani', '!Keluar', `${'a'.repeat(300)}: halo`])(
    '[TR5] %j imitates nobody',
    text => {
      expect(imitatedNames(text)).toEqual([])
    },
  )
})
