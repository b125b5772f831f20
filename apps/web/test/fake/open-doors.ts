import type { Doors } from '../../src/doors.ts'
import { lateParts } from '../../src/late/late-parts.ts'
import { reloadPage } from '../../src/late/reload.ts'
import { memoryShelf, type Shelf } from '../../src/shelf.ts'
import { fakeAsk } from './fake-ask.ts'
import { fakeServer } from './fake-server.ts'
import { fakeStream } from './fake-stream.ts'
import { isScene, type Scene } from './scene.ts'

/** The doors of the page built with `--mode fake`: behind them is a server of this page's own, playing `?scene=`. */
export const openDoors = (): Doors => {
  const asked = new URLSearchParams(location.search).get('scene') ?? ''
  const scene: Scene = isScene(asked) ? asked : 'lobby'
  const now = (): number => performance.timeOrigin + performance.now()
  return {
    connect: fakeServer(scene, now),
    ask: fakeAsk(scene, now),
    send: async () => ({ refused: 'wrong_passphrase' }),
    openSocketStream: () => fakeStream('WebSocket', now),
    openEventStream: () => fakeStream('SSE', now),
    shelf: shelfFor(scene),
    lateParts,
    reload: reloadPage,
    now,
    chance: () => 0.5,
    fillRandomly: bytes => bytes.fill(7),
  }
}

const NAMELESS: readonly Scene[] = ['first', 'empty', 'no-storage']

const shelfFor = (scene: Scene): Shelf => {
  const shelf = memoryShelf()
  const query = new URLSearchParams(location.search)
  for (const name of ['theme', 'language', 'sound']) shelf.set(name, query.get(name))
  if (!NAMELESS.includes(scene)) shelf.set('name', 'Budi')
  return { ...shelf, lasts: scene !== 'no-storage' }
}
