import { useEffect, useState } from 'preact/hooks'
import type { Ask } from '../rest/ask.ts'
import { type OwnKeys, ownKeysPathOf, ownSeats } from '../rest/race-record.ts'
import { askFor } from '../rest/remote.ts'

/**
 * The keys that one typed in a seat of a stored race; `null` until they are there, for a seat that one did not type in,
 * and without a seat.
 */
export const useOwnKeys = (ask: Ask, id: string, seat: number | null): OwnKeys | null => {
  const [own, setOwn] = useState<OwnKeys | null>(null)
  useEffect(() => {
    setOwn(null)
    if (seat === null) return
    let isWanted = true
    askFor(ask, ownKeysPathOf(id), ownSeats).then(remote => {
      if (isWanted && remote.state === 'ready') {
        setOwn(remote.value.seats.find(one => one.seat === seat) ?? null)
      }
    })
    return () => {
      isWanted = false
    }
  }, [ask, id, seat])
  return own
}
