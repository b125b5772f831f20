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
    [`${'\u200d'.repeat(256)}Budi: hi`, 'budi'],
    [`${' '.repeat(260)}Budi: hi`, 'budi'],
    [`${'\u2800\u3164\u00ad\u034f'.repeat(100)}Budi: hi`, 'budi'],
    [`Budi${' '.repeat(300)}: hi`, 'budi'],
    [`${'✔'.repeat(300)} Budi: hi`, 'budi'],
    ['✔ Budi: hi', 'budi'],
    [': Budi: hi', 'budi'],
    ['✔ _Budi_: hi', '_budi_'],
    ['★★★: hi', '★★★'],
    ['Budi ✔: hi', 'budi'],
    ['Budi Вergabung！', 'budi'],
    ['Budi Berga\u200dbung !', 'budi'],
    ['> Budi Keluar!', 'budi'],
  ])('[TRANSPORT-5] %j', (text, name) => {
    expect(imitatedNames(text)).toContain(foldUsername(name))
  })

  it.each(['halo', '', ': halo', ': )', 'halo Ani', '!Keluar', '✔ ✔', `${'a'.repeat(300)}: halo`])(
    '[TRANSPORT-5] %j imitates nobody',
    text => {
      expect(imitatedNames(text)).toEqual([])
    },
  )
})
