/** The most lines of a file, by where it is: the first pattern that fits. Tests and other folders have no limit. */
const LIMITS: readonly (readonly [where: RegExp, linesMax: number])[] = [
  [/^packages\/edge\//, 220],
  [/^(packages|services|apps)\//, 300],
]
const TEST_FILE = /\.(test|testkit)\.tsx?$|^[^/]+\/[^/]+\/(src\/)?test\//

/** Files that are longer than their limit allows, a line for each. `lines`: of each file, by its path. */
export function findSizeFaults(lines: ReadonlyMap<string, number>): readonly string[] {
  return [...lines].flatMap(([path, count]) => {
    const most = limitOf(path)
    return count > most ? [`${path}: ${count} lines, at most ${most}`] : []
  })
}

function limitOf(path: string): number {
  if (TEST_FILE.test(path)) return Number.POSITIVE_INFINITY
  return LIMITS.find(([where]) => where.test(path))?.[1] ?? Number.POSITIVE_INFINITY
}
