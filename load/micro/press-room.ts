import type { Jobs, RaceStore } from '@ketik/cluster'
import { ClaimedSeat, KeyedSeat, RaceRoom, type Racer, type RoomHost } from '@ketik/edge'
import { createRace, graphemes, type RacePlan, type Timing } from '@ketik/race'

const START = 1_000_000
const LETTERS = 10_000
const text = 'a'.repeat(LETTERS)
const chars = graphemes(text).length

const planFor = (seats: number, timed: Timing): RacePlan => ({
  id: 'r0123456789abcdef',
  text: { id: 't1', lang: 'en', text, source: 'a benchmark', licence: 'CC0-1.0' },
  startsAt: START,
  endsAt: START + 3_600_000,
  seats: Array.from({ length: seats }, (_, seat) => ({
    player: `p${seat}`,
    username: `player${seat}`,
    timed,
    creditMs: 0,
    resumable: false,
  })),
})

/** A step: one player's update is taken, told to the other node, and shown to the players of this one. */
export const pressRoom = (seats: number, timed: Timing): (() => void) => {
  let room: RaceRoom | undefined
  let step = 0
  return () => {
    if (room === undefined || step === LETTERS - 1) {
      room?.close()
      room = newRoom(seats, timed)
      step = 0
    }
    if (timed === 'arrival') room.claim(0, step / LETTERS)
    else room.keys(0, { type: 'keys', race: room.id, from: step, keys: [[step, 'a']] })
    room.onProgress(1, step, 80)
    step += 1
    room.tick()
    room.show()
  }
}

const newRoom = (seats: number, timed: Timing): RaceRoom => {
  const nodes = Array.from({ length: seats }, (_, seat) => (seat % 2 === 0 ? 'here' : 'there'))
  const room = new RaceRoom(host, createRace(planFor(seats, timed), nodes))
  for (let seat = 0; seat < seats; seat += 2)
    room.sit(seat, racer(timed), timed === 'keys' ? new KeyedSeat(text, 0) : new ClaimedSeat(chars))
  return room
}

const nothing = () => {}
const racer = (timed: Timing): Racer => ({
  v1: timed === 'keys',
  send: nothing,
  together: write => write(),
  isBehind: () => false,
  onOutcome: nothing,
  onSeatLost: nothing,
  onRaceOver: nothing,
})

/** Time stands still, an hour into the race: nothing is saved, and nobody finishes. */
const host: RoomHost = {
  node: 'here',
  races: {} as RaceStore,
  jobs: {} as Jobs,
  log: { warn: nothing, error: nothing } as unknown as RoomHost['log'],
  now: () => START + 600_000,
  at: () => nothing,
  wake: nothing,
  announce: nothing,
  relay: nothing,
  closed: nothing,
  outcomeTold: nothing,
  seatFinished: nothing,
  rematchRoom: () => 'rematch-micro',
  board: () => [],
}
