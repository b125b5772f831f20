import type { Snapshot } from '@ketik/protocol'

/** Whether the client's own seat has finished or left the race that the server brings back. */
export const isOwnSeatDone = ({ race, seats }: Snapshot): boolean =>
  seats.some(({ seat, state }) => seat === race.seat && (state === 'finished' || state === 'left'))
