import { describe, expect, it } from 'vitest'
import { CLOSE, mayReconnect } from './close-code.ts'
import { decodeClientMessage, decodeUtf8 } from './decode.ts'
import { foldUsername } from './fold-username.ts'
import { isRefusal, REFUSALS, refuse } from './refusal.ts'
import { toError } from './to-error.ts'
import { toUsername } from './username.ts'

describe('what a client sends', () => {
  it('[BASIC-15] is decoded, with fields that nobody knows left alone', () => {
    expect(decodeClientMessage('{"type":"login","username":"Ani","extra":1}')).toEqual({
      type: 'login',
      username: 'Ani',
      extra: 1,
    })
    expect(decodeClientMessage('{"type":"keys","race":"r1","from":0,"keys":[[1,"a"]]}')).toMatchObject({
      from: 0,
    })
  })

  it('[BASIC-15] names the field that is wrong', () => {
    expect(decodeClientMessage('{"type":"login"}')).toEqual({
      refused: 'bad_field',
      detail: { field: 'username' },
    })
    expect(decodeClientMessage('{"type":"progress","progress":101,"wpm":1}')).toEqual({
      refused: 'bad_field',
      detail: { field: 'progress' },
    })
  })

  it('[BASIC-15] bytes that are no UTF-8 are refused, and no byte order mark is swallowed', () => {
    expect(decodeUtf8(Buffer.from([0xc3, 0x28]))).toEqual({ refused: 'bad_utf8' })
    expect(decodeUtf8(Buffer.from('é'))).toBe('é')
    expect(isRefusal(decodeClientMessage(String(decodeUtf8(Buffer.from('\ufeff{}')))))).toBe(true)
  })

  it('[BASIC-16] every refusal of the catalogue has a code, a sentence and whether to retry', () => {
    for (const code of Object.keys(REFUSALS) as (keyof typeof REFUSALS)[]) {
      expect(toError(refuse(code, { expected: 7 }))).toEqual({
        type: 'error',
        code,
        message: expect.stringMatching(/^[A-Z].*[.]$/),
        retryable: expect.any(Boolean),
        expected: 7,
      })
    }
  })

  it('[V1-18] every close code of ours says by its range whether to come back', () => {
    const stay = [
      'flooding',
      'too_long',
      'taken_over',
      'banned',
      'login_late',
      'name_refused',
      'signed_out',
      'name_claimed',
    ]
    for (const [reason, code] of Object.entries(CLOSE))
      expect(mayReconnect(code)).toBe(!stay.includes(reason))
  })
})

describe('names', () => {
  it('[BASIC-18] are NFC, trimmed, of 1 to 24 graphemes', () => {
    expect(toUsername('  e\u0301  ')).toBe('\u00e9')
    expect(toUsername('👩‍👩‍👧'.repeat(8))).toBe('👩‍👩‍👧'.repeat(8))
    expect(toUsername('ا'.repeat(24))).toBe('ا'.repeat(24))
    for (const bad of [
      '',
      ' ',
      'a'.repeat(25),
      'a\tb',
      'a\u200eb',
      'a\u2028b',
      `a${'\u0301'.repeat(200)}`,
      '\ud800',
    ]) {
      expect(toUsername(bad)).toEqual({ refused: 'bad_username' })
    }
  })

  it('[BASIC-19] that differ in case or compatibility form alone are one name', () => {
    expect(foldUsername('ＡＮＩ')).toBe(foldUsername('ani'))
    expect(foldUsername('Straße')).not.toBe(foldUsername('Strasse1'))
    expect(foldUsername('a  b')).toBe(foldUsername('A b'))
  })
})
