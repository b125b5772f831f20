/** The most lines of a file, by where it is: the first pattern that fits. Tests and other folders have no limit. */
const LIMITS: readonly (readonly [where: RegExp, linesMax: number])[] = [
  [/^packages\/edge\//, 220],
  [/^(packages|services|apps)\//, 300],
]
const TEST_FILE = /\.(test|testkit)\.tsx?$|^[^/]+\/[^/]+\/(src\/)?test\//

/** Files above their limit, with their lines. Only ever take a row out, or lower its number. */
const LARGE_FILES: Readonly<Record<string, number>> = {
  'apps/web/src/look/lobby.css': 324,
  'packages/edge/src/node/edge-node.ts': 654,
  'packages/edge/src/race/race-room.ts': 749,
  'packages/edge/src/session/chat-session.ts': 386,
  'packages/edge/src/session/player-session.ts': 889,
  // A table that infra/look-alikes.mjs writes.
  'packages/protocol/src/look-alike-table.ts': 397,
}

/**
 * Files that are longer than their limit allows, and exceptions that are not needed any more: a line for each. `lines`
 * has the number of lines of each file by its path.
 */
export function findSizeFaults(
  lines: ReadonlyMap<string, number>,
  exceptions: Readonly<Record<string, number>> = LARGE_FILES,
): readonly string[] {
  const tooLong = [...lines].flatMap(([path, count]) => {
    const most = Math.max(limitOf(path), exceptions[path] ?? 0)
    return count > most ? [`${path}: ${count} lines, at most ${most}`] : []
  })
  const unneeded = Object.keys(exceptions)
    .filter(path => (lines.get(path) ?? 0) <= limitOf(path))
    .map(path => `${path}: is within its limit, so take it out of LARGE_FILES`)
  return [...tooLong, ...unneeded]
}

function limitOf(path: string): number {
  if (TEST_FILE.test(path)) return Number.POSITIVE_INFINITY
  return LIMITS.find(([where]) => where.test(path))?.[1] ?? Number.POSITIVE_INFINITY
}
