import type { App } from './app.tsx'
import type { Doors } from './doors.ts'
import { go, resume, startRouting } from './route.ts'
import { startSettings } from './settings/settings.ts'
import { play } from './sound/play.ts'
import { run } from './world/run.ts'

/** Puts the app together and tells it what the browser knows. */
export const startApp = (doors: Doors): App => {
  const { shelf } = doors
  startSettings(shelf, document.documentElement, navigator.languages)
  startRouting()
  const running = run({ doors, go, resume, play })
  const { tell } = running
  addEventListener('online', () => tell({ on: 'network', up: true }))
  addEventListener('offline', () => tell({ on: 'network', up: false }))
  for (const stirring of ['keydown', 'pointerdown'] as const)
    addEventListener(stirring, () => tell({ on: 'stir' }))
  tell({
    on: 'start',
    name: shelf.get('name'),
    token: shelf.get('token'),
    left: shelf.get('left-race'),
    keeps: shelf.lasts,
  })
  return { ...running, doors }
}
