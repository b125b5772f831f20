import { type Random, randomFrom } from './random.ts'

/** Limits are chosen on the tuning half of the seeds alone; the page and the tests show the held-out half. */
export type Half = 'tuning' | 'held-out'

/** The numbers of a typist, or a cheat, for its nth log of a half. Equal seeds of two names do not make alike hands. */
export function randomOf(name: string, half: Half, nth: number): Random {
  let hash = 2 * nth + (half === 'tuning' ? 0 : 1)
  for (const unit of name) hash = Math.imul(hash, 31) + (unit.codePointAt(0) ?? 0)
  return randomFrom(hash)
}
