import { readFileSync } from 'node:fs'

/** Reads `blocklist.txt`: one word or phrase a line, `*` at the end for any ending, `#` for comments. */
export function readBlocklist(): (text: string) => boolean {
  const lines = readFileSync(new URL('./blocklist.txt', import.meta.url), 'utf8').split('\n')
  const words = lines.map(line => line.trim()).filter(line => line !== '' && !line.startsWith('#'))
  const patterns = words.map(word => (word.endsWith('*') ? `${word.slice(0, -1)}[a-z]*` : word))
  const blocked = new RegExp(`(?<![a-z])(?:${patterns.join('|')})(?![a-z])`, 'i')
  return text => blocked.test(text)
}
