import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { repositoryFiles } from '../check/repository-files.ts'
import { loggedIn, overTcp } from '../test/player.ts'
import { runStart } from './start.testkit.ts'

const root = join(import.meta.dirname, '../..')
/** `%41` is there because a path that is decoded once too often then names another folder. */
const folder = join(root, '.ketik', `it's "é" 5% %41 #1 $HOME`)

afterAll(() => rmSync(folder, { recursive: true, force: true }), 180_000)

it('[START-1] npm start builds, starts and races in a folder with any name', {
  timeout: 300_000,
}, async () => {
  copyRepository()
  const { child, ready, exited } = runStart({
    root: folder,
    environment: { KETIK_DIR: join(folder, 'data') },
  })
  const printed = await ready
  expect(printed).toContain(`data and logs are in ${join(folder, 'data')}`)

  const page = await fetch(`http://${addressOf(printed, 'Race in a browser')}/`)
  expect([page.status, await page.text()]).toEqual([200, expect.stringContaining('<title>Ketik</title>')])
  const library = await fetch(`http://${addressOf(printed, 'Race in a browser')}/socket.io/socket.io.js`)
  expect(library.status).toBe(200)

  const port = Number(addressOf(printed, 'Race over TCP').split(':')[1])
  const players = await Promise.all([loggedIn(overTcp(port, 'Ani')), loggedIn(overTcp(port, 'Budi'))])
  for (const player of players) player.send({ type: 'req_matchmaking' })
  expect((await players[0]?.next('start_game'))?.['text']).toMatch(/\w{3,} \w{2,}/)
  for (const player of players) player.close()

  child.kill('SIGINT')
  expect(await exited).toMatchObject({ code: 0, problems: '' })
  execFileSync(process.execPath, ['infra/build.mjs', 'web'], { cwd: root })
  expect(webClientIn(folder)).toEqual(webClientIn(root))
})

/** Hard links, not symbolic ones: Node resolves those, and the modules would see the path of the original. */
function copyRepository(): void {
  rmSync(folder, { recursive: true, force: true })
  for (const path of repositoryFiles(root, /./)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    copyFileSync(join(root, path), join(folder, path))
  }
  const packages = ['.', 'infra', 'load', ...['packages', 'services', 'apps'].flatMap(foldersIn)]
  for (const path of packages.map(name => join(name, 'node_modules'))) {
    if (existsSync(join(root, path))) execFileSync('cp', ['-al', join(root, path), join(folder, path)])
  }
  rmSync(join(folder, 'node_modules/.ketik-built'), { recursive: true, force: true })
}

const foldersIn = (parent: string) => readdirSync(join(root, parent)).map(name => join(parent, name))

/** `host:port` from the line that begins with a title. */
const addressOf = (printed: string, title: string) =>
  new RegExp(`${title} +(?:http://)?(\\S+?:\\d+)`).exec(printed)?.[1] ?? ''

/** The digest of each file by its name. */
function webClientIn(repository: string): Readonly<Record<string, string>> {
  const dist = join(repository, 'apps/web/dist')
  const files = readdirSync(dist, { recursive: true, withFileTypes: true }).filter(entry => entry.isFile())
  return Object.fromEntries(
    files.map(({ parentPath, name }) => {
      const digest = createHash('sha256')
        .update(readFileSync(join(parentPath, name)))
        .digest('hex')
      return [name, digest]
    }),
  )
}
