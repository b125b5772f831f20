import { useEffect, useState } from 'preact/hooks'
import type { Ask } from '../rest/ask.ts'
import { type OwnKeys, ownKeys, ownKeysPathOf } from '../rest/race-record.ts'
import { askFor } from '../rest/remote.ts'

/** The keys that one typed in a stored race; `null` until they are there, and for a race that one did not type in. */
export const useOwnKeys = (ask: Ask, id: string, mayBeOwn: boolean): OwnKeys | null => {
  const [own, setOwn] = useState<OwnKeys | null>(null)
  useEffect(() => {
    setOwn(null)
    if (!mayBeOwn) return
    let isWanted = true
    askFor(ask, ownKeysPathOf(id), ownKeys).then(remote => {
      if (isWanted && remote.state === 'ready') setOwn(remote.value)
    })
    return () => {
      isWanted = false
    }
  }, [ask, id, mayBeOwn])
  return own
}
