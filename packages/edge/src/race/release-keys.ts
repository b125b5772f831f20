import { FUTURE_TOLERANCE_MS, type KeyUp, type LoggedKey, releasedKey } from '@ketik/race'

/**
 * Notes releases in a log. Answers those that were noted: a release of an unknown key, a second one, and one before its
 * press or after its arrival are ignored. Offsets in milliseconds since the start instant.
 */
export function releaseKeys(log: LoggedKey[], ups: readonly KeyUp[], arrivalMs: number): readonly KeyUp[] {
  return ups.filter(([number, upMs]) => {
    const pressed = log[number]
    if (pressed === undefined || upMs > arrivalMs + FUTURE_TOLERANCE_MS) return false
    const released = releasedKey(pressed, upMs)
    log[number] = released
    return released !== pressed
  })
}
