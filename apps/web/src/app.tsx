import { useComputed } from '@preact/signals'
import { createContext } from 'preact'
import { useContext } from 'preact/hooks'
import type { Doors } from './doors.ts'
import type { Running } from './world/run.ts'
import type { World } from './world/world.ts'

export type App = Running & { readonly doors: Doors }

const AppContext = createContext<App | null>(null)

export const AppProvider = AppContext.Provider

export const useApp = (): App => {
  const app = useContext(AppContext)
  if (app === null) throw new Error('a part of the page stands outside the app')
  return app
}

/** A piece of the world: the part that asks is drawn again only when this piece changes. */
export const usePiece = <T,>(pick: (world: World) => T): T => {
  const { world } = useApp()
  return useComputed(() => pick(world.value)).value
}
