import { isRacing } from '@ketik/client'
import { useEffect, useState } from 'preact/hooks'
import { useApp } from '../app.tsx'
import type { Doors } from '../doors.ts'
import type { World } from '../world/world.ts'
import type { LatePart, LateParts } from './late-part.ts'

type Came<Part extends LatePart> = Awaited<ReturnType<LateParts[Part]>>

export type Late<T> = { readonly state: 'loading' | 'failed' } | { readonly state: 'ready'; readonly part: T }

/** A part of the page that is fetched now. `failed`: it does not come, and loading the page anew did not help. */
export const useLate = <Part extends LatePart>(name: Part): Late<Came<Part>> => {
  const { doors, world } = useApp()
  const [late, setLate] = useState<Late<Came<Part>>>({ state: 'loading' })
  // Once: which part it is does not change.
  useEffect(() => {
    let isWanted = true
    fetchPart(name, doors, () => isWanted && mayReload(world.value)).then(part => isWanted && setLate(part))
    return () => {
      isWanted = false
    }
  }, [])
  return late
}

/** A reload interrupts a race, and loses the place in the queue. */
const mayReload = ({ link }: World): boolean => !isRacing(link) && link.queue === null

/**
 * After an upgrade the server no longer has the files of a page that was opened before. Loading the page anew brings
 * those it has now.
 */
const fetchPart = async <Part extends LatePart>(
  name: Part,
  { lateParts, reload }: Doors,
  isFree: () => boolean,
): Promise<Late<Came<Part>>> => {
  try {
    const part = (await lateParts[name]()) as Came<Part>
    reload.came(name)
    return { state: 'ready', part }
  } catch {
    // The page is about to go, or says that the part is missing.
    return { state: (await reload.once(name, isFree)) ? 'loading' : 'failed' }
  }
}
