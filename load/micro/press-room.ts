import { KeyTypist, LiveRace, type Racer, type RaceTies, ReportTypist } from '@ketik/edge'
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
  let live: LiveRace | undefined
  let step = 0
  return () => {
    if (live === undefined || step === LETTERS - 1) {
      live?.close()
      live = newRoom(seats, timed)
      step = 0
    }
    if (timed === 'arrival') live.input.report(0, step / LETTERS)
    else live.input.keys(0, { type: 'keys', race: live.id, from: step, keys: [[step, 'a']] })
    live.relay.onProgress(1, step, 80)
    step += 1
    live.relay.tick()
    live.relay.show()
  }
}

const newRoom = (seats: number, timed: Timing): LiveRace => {
  const nodes = Array.from({ length: seats }, (_, seat) => (seat % 2 === 0 ? 'here' : 'there'))
  const live = new LiveRace(ties, createRace(planFor(seats, timed), nodes), 'rematch-micro')
  for (let seat = 0; seat < seats; seat += 2)
    live.attach(seat, racer(timed), timed === 'keys' ? new KeyTypist(text, 0) : new ReportTypist(chars))
  return live
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
const ties: RaceTies = {
  node: 'here',
  records: {} as RaceTies['records'],
  jobs: {} as RaceTies['jobs'],
  log: { warn: nothing, error: nothing } as unknown as RaceTies['log'],
  clock: { now: () => START + 600_000, at: () => nothing },
  ticker: { wake: nothing },
  mail: { announce: nothing, relay: nothing },
  races: { onClosed: nothing, onFinish: nothing },
  board: { rows: [] },
}
