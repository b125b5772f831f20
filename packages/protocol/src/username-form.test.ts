import { expect, it } from 'vitest'
import { isRefusal } from './refusal.ts'
import { toUsernameForm } from './username-form.ts'

const BAD = { refused: 'bad_username' }

it('[NAME-1] no invisible character hides in a name, whichever it is and wherever it stands', () => {
  const invisible = Array.from({ length: 0x110000 }, (_, code) => code)
    .filter(code => code < 0xd800 || code > 0xdfff)
    .map(code => String.fromCodePoint(code))
    .filter(character => /[\p{Default_Ignorable_Code_Point}\p{Cf}\u2800\ufffc]/u.test(character))
  expect(invisible.length).toBeGreaterThan(380)
  for (const character of invisible) {
    for (const name of [
      `Bu${character}di`,
      `${character}Budi`,
      `Budi${character}`,
      `👍${character}👍${character}`,
    ]) {
      const taken = toUsernameForm(name)
      // A byte order mark at an end is white space, which is cut off; a joiner between emoji joins them.
      if (!isRefusal(taken)) expect(['Budi', '👍\u200d👍', '👍\ufe0f👍\ufe0f']).toContain(taken)
    }
  }
})

it.each(['\u2800', '\u3164', '\u115f\u1160', '\u00ad', '\u{1d159}', '\u200d', '\ufe0f', '\u3000', ' '])(
  '[NAME-1] the name %j shows nothing and is refused',
  name => expect(toUsernameForm(name)).toEqual(BAD),
)

it.each([
  ['Persian', 'علی\u200cرضا'],
  ['Hindi', 'क्\u200dषमा'],
  ['Bengali', 'র\u200d্যাচেল'],
  ['Malayalam', 'രമേശന്\u200d'],
  ['Sinhala', 'ශ්\u200dරී'],
  ['a family', '👩\u200d👩\u200d👧'],
  ['a heart', '❤\ufe0f Ani'],
  ['a keycap', '1\ufe0f\u20e3'],
  ['a flag of a region', '🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}'],
  ['a flag', 'Ani 🇮🇩'],
])('[NAME-2] %s keeps the joiners that it needs', (_, name) => expect(toUsernameForm(name)).toBe(name))

it.each([
  'Bu\u200ddi',
  'Bu\u200cdi',
  'د\u200cا',
  'محمد\u200d',
  '김\u200c철수',
  '👍\u200d',
  'A\ufe0f',
  '🏴\u{e007f}',
])('[NAME-2] in %j a joiner or selector changes nothing and is refused', name =>
  expect(toUsernameForm(name)).toEqual(BAD),
)

it.each([
  'Nguyễn',
  'ᾍδης',
  'มานี',
  'น้ำฝน',
  'ज़ुंग',
  'မြို့',
  'བསྒྲུབས',
  'שִּׁיר',
  'مُحَمَّد',
  'ស្ត្រី',
  'မြွှေ့',
  'ကျော်',
  'ನಾರಾಯಣೋಂ',
  'කෝසල',
  'ꦏꦿꦾꦺꦴꦁ',
  'ᬓ᭄ᬱᭀ',
  'कार्त्स्न्यः',
  'x\u0301\u0302',
])('[NAME-3] %s has no more marks than its script writes', name =>
  expect(toUsernameForm(name)).toBe(name.normalize('NFC')),
)

it.each([
  `क${'ा'.repeat(90)}`,
  `क${'ा'.repeat(5)}`,
  `က${'\u102c'.repeat(5)}`,
  `ꦏ${'ꦴ'.repeat(5)}`,
  'x\u0301\u0302\u0303',
  'é\u0301\u0301',
  'B\u0335\u0336\u0337udi',
  '\u0301Budi',
  'Budi \u0301',
  '1\u20dd\u20dd\u20dd',
])('[NAME-3] %j is refused for its marks', name => expect(toUsernameForm(name)).toEqual(BAD))

it.each([
  'Budi 7',
  'Łukasz Đặng',
  'Ольга',
  'Αθηνά',
  '中村ゆみ',
  'タナカ',
  '김철수',
  '金철수',
  'ᮞᮥᮔ᮪ᮓ',
  'ꦗꦮ',
  '٢ محمد',
  'Ani ★ 🎉',
])('[NAME-4] %s is of one script', name => expect(toUsernameForm(name)).toBe(name))

it.each(['Вudi', 'Budі', 'Ivan Иван', 'Budi太郎', '김たろう', 'Aθηνά', 'Βudi', 'Ꭰudi', 'Budi٢'])(
  '[NAME-4] %s mixes scripts and is refused',
  name => expect(toUsernameForm(name)).toEqual(BAD),
)

it.each([`ก${'ำ'.repeat(30)}`, 'ᄀ'.repeat(9), `${'क्'.repeat(12)}क`, 'कािािी'.repeat(14)])(
  '[NAME-21] %s is wider than a name may be',
  name => expect(toUsernameForm(name)).toEqual(BAD),
)

it.each(['中'.repeat(24), 'กำ'.repeat(12), 'को'.repeat(24), '👩‍👩‍👧'.repeat(12), 'कार्त्स्न्य'])(
  '[NAME-21] %s is as wide as a name may be',
  name => expect(toUsernameForm(name)).toBe(name),
)

it.each(['Ani🮱', 'Ani⍻', 'Ani∛', 'Budi ✓', '✔Budi', 'Budi ✅', '☑ Budi', 'Budi √'])(
  '[NAME-8] %s has a check mark, which only a registered name gets',
  name => expect(toUsernameForm(name)).toEqual(BAD),
)
