import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decodeClientMessage } from './decode.ts'
import { decodeProgress } from './decode-progress.ts'

const bytes = (text: string) => new TextEncoder().encode(text)

test.each([
  '{"type":"progress","progress":50,"wpm":80}',
  '{"type":"progress","progress":0,"wpm":0}',
  '{"type":"progress","progress":99.9,"wpm":80.25}',
  '{"type":"progress","progress":100,"wpm":123456789}',
])('[BASIC-6] %s is read at once, and as the long way reads it', text => {
  expect(decodeProgress(bytes(text))).toEqual(decodeClientMessage(text))
})

test.each([
  '{"type":"progress","progress":100.1,"wpm":80}',
  '{"type":"progress","progress":-1,"wpm":80}',
  '{"type":"progress","progress":05,"wpm":80}',
  '{"type":"progress","progress":5.,"wpm":80}',
  '{"type":"progress","progress":1e1,"wpm":80}',
  '{"type":"progress","progress":,"wpm":80}',
  '{"type":"progress","progress":50,"wpm":80',
  '{"type":"progress","progress":50,"wpm":80} ',
  '{"type":"progress","progress":50}',
  '{"type": "progress","progress":50,"wpm":80}',
  '{"type":"progress","progress":50,"wpm":80,"x":1}',
  '{"type":"progress","progress":0.12345678901234567,"wpm":80}',
  '',
])('[BASIC-15] %s is left to the long way', text => {
  expect(decodeProgress(bytes(text))).toBeUndefined()
})

test('[BASIC-15] whatever is read at once is what the long way reads', () => {
  const digit = fc.constantFrom(...'0123456789.')
  const number = fc.array(digit, { maxLength: 18 }).map(digits => digits.join(''))
  fc.assert(
    fc.property(number, number, (progress, wpm) => {
      const text = `{"type":"progress","progress":${progress},"wpm":${wpm}}`
      const read = decodeProgress(bytes(text))
      if (read !== undefined) expect(read).toEqual(decodeClientMessage(text))
    }),
    { seed: 6, numRuns: 2_000 },
  )
})
