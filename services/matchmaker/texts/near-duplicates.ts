const SHINGLE_WORDS = 5
const SHARED_MAX = 0.25

/** Remembers the runs of five words it has let through, and tells a text that repeats too many of them. */
export function createRepeatGuard(): (text: string) => boolean {
  const seen = new Set<string>()
  return text => {
    const runs = shingles(text)
    const shared = runs.filter(run => seen.has(run)).length
    if (shared > runs.length * SHARED_MAX) return true
    for (const run of runs) seen.add(run)
    return false
  }
}

function shingles(text: string): readonly string[] {
  const words = text.toLowerCase().match(/[a-z0-9]+/g) ?? []
  if (words.length <= SHINGLE_WORDS) return [words.join(' ')]
  return words.slice(SHINGLE_WORDS - 1).map((_, at) => words.slice(at, at + SHINGLE_WORDS).join(' '))
}
