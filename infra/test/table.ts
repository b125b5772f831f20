/** A table of Markdown. `figures`: the columns but the first stand to the right. */
export const table = (
  head: readonly string[],
  rows: readonly (readonly string[])[],
  figures = false,
): string => {
  const rule = head.map((_, column) => (figures && column > 0 ? '--:' : '---'))
  return [head, rule, ...rows].map(cells => `| ${cells.join(' | ')} |`).join('\n')
}
