import { useEffect, useState } from 'preact/hooks'
import type { Ask } from '../rest/ask.ts'
import { type RaceRecord, racePathOf, raceRecord } from '../rest/race-record.ts'
import { askFor } from '../rest/remote.ts'

/** A settled race is in the archive within a second; after these waits it is not coming. */
const WAITS_MS = [300, 500, 800, 1_500, 3_000, 6_000] as const

/** The archive's record of a race that has just ended; `null` until it is there, or when it never comes. */
export const useRecord = (ask: Ask, id: string, isOver: boolean): RaceRecord | null => {
  const [record, setRecord] = useState<RaceRecord | null>(null)
  useEffect(() => {
    if (!isOver) return
    let timer: ReturnType<typeof setTimeout> | undefined
    let isWanted = true
    const tryAgain = (attempt: number): void => {
      const waitMs = WAITS_MS[attempt]
      if (waitMs === undefined) return
      timer = setTimeout(async () => {
        const remote = await askFor(ask, racePathOf(id), raceRecord)
        if (!isWanted) return
        if (remote.state === 'ready' && remote.value.endedAt !== null) setRecord(remote.value)
        else tryAgain(attempt + 1)
      }, waitMs)
    }
    tryAgain(0)
    return () => {
      isWanted = false
      clearTimeout(timer)
    }
  }, [ask, id, isOver])
  return record
}
