/** Unicode's scripts by their ISO 15924 codes, the most frequent ones first. Names in a newer script are refused. */
const SCRIPTS = `Latn Arab Cyrl Hani Hira Kana Hang Thai Deva Grek Hebr Beng Taml Telu Java Bali Sund Bugi Batk Armn
  Geor Gujr Guru Khmr Knda Laoo Mlym Mymr Orya Sinh Tibt Ethi Mong Adlm Aghb Ahom Armi Avst Bamu Bass Bhks Bopo Brah
  Buhd Cakm Cans Cari Cham Cher Chrs Copt Cpmn Cprt Diak Dogr Dsrt Dupl Egyp Elba Elym Glag Gong Gonm Goth Gran Hano
  Hatr Hluw Hmng Hmnp Hung Ital Kali Kawi Khar Khoj Kits Kthi Lana Lepc Limb Lina Linb Lisu Lyci Lydi Mahj Maka Mand
  Mani Marc Medf Mend Merc Mero Modi Mroo Mtei Mult Nagm Nand Narb Nbat Newa Nkoo Nshu Ogam Olck Orkh Orya Osge Osma
  Ougr Palm Pauc Perm Phag Phli Phlp Phnx Plrd Prti Rjng Rohg Runr Samr Sarb Saur Sgnw Shaw Shrd Sidd Sind Sogd Sogo
  Sora Soyo Sylo Syrc Tagb Takr Tale Talu Tang Tavt Tfng Tglg Thaa Tirh Tnsa Toto Ugar Vaii Vith Wara Wcho Xpeo Xsux
  Yezi Yiii Zanb`

/** Scripts that one language combines: Japanese, Korean, and Chinese with Bopomofo (UTS #39, 5.2). */
const TOGETHER = ['Hani Hira Kana', 'Hang Hani', 'Hani Bopo']

const onlyOf = (scripts: string): RegExp => {
  const own = scripts.split(' ').map(script => `\\p{scx=${script}}`)
  return new RegExp(`^[${own.join('')}\\p{scx=Zyyy}\\p{scx=Zinh}]*$`, 'u')
}

/** The regular expression of a newer script throws in an older browser. */
const makeWriting = (scripts: string): RegExp | undefined => {
  try {
    return onlyOf(scripts)
  } catch {
    return undefined
  }
}

const WRITINGS = [...SCRIPTS.split(/\s+/), ...TOGETHER]
const made = new Map<string, RegExp | undefined>()

/** Created on first use, because all of them together take 50 ms, which would delay a page. */
const writingOf = (scripts: string): RegExp | undefined => {
  if (!made.has(scripts)) made.set(scripts, makeWriting(scripts))
  return made.get(scripts)
}

/** Whether all letters are of one script, or of scripts that one language combines. */
export const isOneScript = (text: string): boolean =>
  WRITINGS.some(scripts => writingOf(scripts)?.test(text) === true)

/** A test for one character: whether it belongs to the script of most of these characters. */
export const mainWriting = (characters: readonly string[]): RegExp => {
  let best = { writing: onlyOf('Latn'), count: 0 }
  for (const scripts of WRITINGS) {
    const writing = writingOf(scripts)
    const count = writing === undefined ? 0 : characters.filter(character => writing.test(character)).length
    if (writing !== undefined && count > best.count) best = { writing, count }
  }
  return best.writing
}
