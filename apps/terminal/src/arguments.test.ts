import { describe, expect, it } from 'vitest'
import { readArguments } from './arguments.ts'
import { VERSION } from './version.ts'
import { en } from './words/en.ts'
import { id } from './words/id.ts'
import { langOfLocale } from './words/words-of.ts'

const read = (...given: readonly string[]) => readArguments(['--name', 'Ani', ...given], 'en')

describe('arguments', () => {
  it('[CLIENT-8] name one server, or several to come back to', () => {
    expect(read()).toMatchObject({ name: 'Ani', addresses: [{ host: '127.0.0.1', port: 50_000 }], wish: {} })
    expect(read('--host', 'a,b:7', '--host', '[::1]:9', '--host', 'fe80::1', '--port', '5')).toMatchObject({
      addresses: [
        { host: 'a', port: 5 },
        { host: 'b', port: 7 },
        { host: '::1', port: 9 },
        { host: 'fe80::1', port: 5 },
      ],
    })
  })

  it('[TERMINAL-24] --lang chooses words and texts, the locale only words', () => {
    expect(read('--lang', 'id', '--room', 'kita')).toMatchObject({
      words: id,
      wish: { lang: 'id', room: 'kita' },
    })
    expect(readArguments(['--name', 'Ani'], 'id')).toMatchObject({ words: id, wish: {} })
    expect(['id_ID.UTF-8', 'in', 'en_GB', 'C', '', 'idx'].map(langOfLocale)).toEqual([
      'id',
      'id',
      'en',
      'en',
      'en',
      'en',
    ])
  })

  it.each([
    [['--lang', 'fr'], en.badLang],
    [['--room', 'a b'], en.badRoom],
    [['--port', '0'], en.badPort],
    [['--port', '99999'], en.badPort],
    [['--host', 'a:b:c x'], en.badHost('a:b:c x')],
    [['--name', '\u202e'], en.badName],
    [['--nickname', 'x'], 'unknown option: --nickname'],
    [['-x'], 'unknown option: -x'],
    [['--constructor'], 'unknown option: --constructor'],
    [['--port'], '--port needs a value'],
    [['--room', '--sign-in'], '--room needs a value'],
    [['--sign-in=yes'], '--sign-in takes no value'],
    [['Budi'], 'unexpected argument: Budi'],
  ])('[TERMINAL-24] %o is refused with the usage', (given, told) => {
    const answer = read(...given)
    expect('problem' in answer && answer.problem).toContain(told)
    expect('problem' in answer && answer.problem).toContain(en.usage)
  })

  it.each(['-h', '--help'])('[TERMINAL-46] %s explains every option, whatever else is given', option => {
    const answer = readArguments([option, '--lang', 'id', '--nope'], 'en')
    const text = 'answer' in answer ? answer.answer : ''
    expect(text).toContain(id.usage)
    for (const one of [
      'name',
      'host',
      'port',
      'lang',
      'room',
      'sign-in',
      'passphrase-file',
      'help',
      'version',
    ])
      expect(text).toMatch(new RegExp(`^  (-., )?--${one}\\b`, 'm'))
  })

  it.each(['-V', '--version'])('[TERMINAL-46] %s answers with the version', option => {
    expect(readArguments([option], 'en')).toEqual({ answer: `ketik ${VERSION}` })
  })
})
