import { writeFileSync } from 'node:fs'
import { createInterface } from 'node:readline'

// Draws a flame graph: perf script -F comm,ip,sym | node flame.mjs out.svg
const WIDTH = 1200
const ROW = 15
/** Narrower frames are left out: nobody could read them. */
const PIXELS_MIN = 1.5
const SIGNATURE = /\(.*|<.*|file:\/\/\S*|\s*:\d+:\d+$/g

const root = { name: 'all', count: 0, below: new Map() }
let stack = []
for await (const line of createInterface({ input: process.stdin })) {
  if (/^\s+[0-9a-f]+ /.test(line)) stack.push(nameOf(line.trim().replace(/^[0-9a-f]+ /, '')))
  else if (line.trim() === '' && stack.length > 0) take(stack)
}
if (stack.length > 0) take(stack)

const frames = []
draw(root, 0, 0)
const height = (Math.max(...frames.map(({ depth }) => depth)) + 1) * ROW
writeFileSync(
  process.argv[2],
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" font-family="monospace" font-size="10">\n<title>Where the time of a process goes</title>\n` +
    `${frames.map(rectangle).join('\n')}\n</svg>\n`,
)

/** From the root to where the sample was taken; frames that are repeated, or have no name, add nothing. */
function take(frames) {
  let at = root
  at.count += 1
  for (const name of frames.reverse()) {
    if (name === at.name || name.includes('[unknown]')) continue
    if (!at.below.has(name)) at.below.set(name, { name, count: 0, below: new Map() })
    at = at.below.get(name)
    at.count += 1
  }
  stack = []
}

function nameOf(symbol) {
  const name = symbol.replace(SIGNATURE, '').trim()
  return name === '' ? symbol.slice(0, 40) : name
}

function draw(node, x, depth) {
  const width = (node.count / root.count) * WIDTH
  if (width < PIXELS_MIN) return
  frames.push({ node, x, depth, width })
  let left = x
  for (const child of [...node.below.values()].sort((a, b) => b.count - a.count)) {
    draw(child, left, depth + 1)
    left += (child.count / root.count) * WIDTH
  }
}

function rectangle({ node, x, depth, width }) {
  const y = height - (depth + 1) * ROW
  const share = ((100 * node.count) / root.count).toFixed(1)
  const text = escaped(node.name)
  const shown =
    width > 30
      ? `<text x="${(x + 2).toFixed(1)}" y="${y + 11}">${escaped(node.name.slice(0, width / 6.2))}</text>`
      : ''
  return `<g><title>${text} ${share} %</title><rect x="${x.toFixed(1)}" y="${y}" width="${(width - 0.5).toFixed(1)}" height="${ROW - 1}" fill="${colour(node.name)}"/>${shown}</g>`
}

/** Our code and JavaScript green, V8, Node.js and uWebSockets.js yellow, the kernel red. */
function colour(name) {
  if (name.startsWith('JS:') || name.startsWith('Builtins_')) return '#9c9'
  return name.includes('::') || name.startsWith('uv_') || name.startsWith('us_') ? '#ec6' : '#e99'
}

function escaped(text) {
  return text.replace(/[&<>"]/g, char => `&#${char.charCodeAt(0)};`)
}
