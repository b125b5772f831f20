import { foldUsername, USERNAME_GRAPHEMES_MAX } from '@ketik/protocol'
import { textBeginning } from './text-beginning.ts'

/** In front of a colon, or of a join or leave as the line entry points show it: in the form of keys, as the text is. */
const SPEAKER = /^([^:]+):/u
const PRESENCE = new RegExp(`^(.+?) (?:${foldUsername('Bergabung')}|${foldUsername('Keluar')}) ?!`, 'u')
const SIGNS_BEHIND = /[^\p{L}\p{N}]+$/u

/**
 * The keys of the names whose line a text without a name could be taken for: what comes before the first sign that looks
 * like a colon, as no name has one, or before `Bergabung!` or `Keluar!`. Signs around a name may belong to it or not, so
 * each beginning counts. Most texts have none.
 */
export const imitatedNames = (text: string): readonly string[] => {
  const { signs, rest } = textBeginning(text)
  const front = [...signs].slice(-USERNAME_GRAPHEMES_MAX)
  const beginnings = [...front, ''].map((_, skipped) => foldUsername(front.slice(skipped).join('') + rest))
  const names = beginnings.flatMap(beginning =>
    [SPEAKER, PRESENCE].map(line => line.exec(beginning)?.[1] ?? ''),
  )
  return [...new Set(names.flatMap(name => [name.trim(), name.replace(SIGNS_BEHIND, '')]))].filter(
    name => name !== '',
  )
}
