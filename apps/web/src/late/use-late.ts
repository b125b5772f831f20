import { useEffect, useState } from 'preact/hooks'
import { useApp } from '../app.tsx'
import type { Doors } from '../doors.ts'
import { isRacing } from '../world/world.ts'
import type { LatePart, LateParts } from './late-parts.ts'

type Came<Part extends LatePart> = Awaited<ReturnType<LateParts[Part]>>

export type Late<T> = { readonly state: 'loading' | 'failed' } | { readonly state: 'ready'; readonly part: T }

/** A part of the page that is fetched now. `failed`: it does not come, and loading the page anew did not help. */
export const useLate = <Part extends LatePart>(name: Part): Late<Came<Part>> => {
  const { doors, world } = useApp()
  const [late, setLate] = useState<Late<Came<Part>>>({ state: 'loading' })
  // Once: which part it is does not change.
  useEffect(() => {
    let isWanted = true
    fetchPart(name, doors, () => isWanted && !isRacing(world.value)).then(part => isWanted && setLate(part))
    return () => {
      isWanted = false
    }
  }, [])
  return late
}

/**
 * After an upgrade the server no longer has the files of a page that was opened before. Loading the page anew brings
 * those it has now. Nobody is taken out of a race for that.
 */
const fetchPart = async <Part extends LatePart>(
  name: Part,
  { lateParts, reload }: Doors,
  mayReload: () => boolean,
): Promise<Late<Came<Part>>> => {
  try {
    const part = (await lateParts[name]()) as Came<Part>
    reload.came(name)
    return { state: 'ready', part }
  } catch {
    // The page is about to go, or says that the part is missing.
    const isGoing = mayReload() && (await reload.once(name))
    return { state: isGoing ? 'loading' : 'failed' }
  }
}
