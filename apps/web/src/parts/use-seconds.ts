import { useEffect, useState } from 'preact/hooks'
import { useApp } from '../app.tsx'

/** Local time, read again every `everyMs` while the part is on the page. */
export const useNow = (everyMs: number): number => {
  const { doors } = useApp()
  const [now, setNow] = useState(doors.now)
  useEffect(() => {
    const timer = setInterval(() => setNow(doors.now()), everyMs)
    return () => clearInterval(timer)
  }, [doors, everyMs])
  return now
}

const SECOND_MS = 1_000

/** Whole seconds left until a local instant, counting down; 0 without one. */
export const useSecondsUntil = (at: number | null): number => {
  const now = useNow(SECOND_MS / 4)
  return at === null ? 0 : Math.max(0, Math.ceil((at - now) / SECOND_MS))
}

export const useSecondsSince = (at: number): number =>
  Math.max(0, Math.floor((useNow(SECOND_MS / 4) - at) / SECOND_MS))
