import { foldUsername } from '@ketik/protocol'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeFinish, makeSeat, makeSettlement } from '../test/make-settlement.ts'
import { type ScratchScores, scratchScores } from '../test/scratch-scores.ts'

let scratch: ScratchScores
beforeAll(async () => {
  scratch = await scratchScores()
})
afterAll(() => scratch.close())

const NAMES = ['Ani', 'Budi', 'Citra', 'Dewi']
const CIRCLES = 8
const playerOf = (name: string) => `player of ${name.toLowerCase()}`

const duel = (raceId: string, one: string, other: string) => {
  const finish = makeFinish(80)
  const { place: _, ...pending } = finish as Extract<typeof finish, { state: 'finished' }>
  return {
    first: makeSettlement(raceId, [makeSeat(0, one, pending)], { endedAt: null }),
    end: makeSettlement(raceId, [makeSeat(0, one, finish), makeSeat(1, other, makeFinish(70, { place: 2 }))]),
  }
}

/** Every name against the next and against the one before, so that players are locked in any order. */
const duels = Array.from({ length: CIRCLES }, (_, circle) =>
  NAMES.map((name, index) => {
    const step = circle % 2 === 0 ? 1 : NAMES.length - 1
    return duel(`${circle}-${index}`, name, NAMES[(index + step) % NAMES.length] ?? '')
  }),
).flat()

const rename = async (name: string) => {
  const { accounts } = scratch.scores
  const who = { player: playerOf(name), username: name, foldedName: foldUsername(name) }
  const claimed = await accounts.claim({ ...who, passphrase: 'scrypt$…', isHeld: false })
  const newName = `${name} baru`
  const renamed = await accounts.rename({ ...who, generation: 1 }, newName, foldUsername(newName))
  return [claimed, renamed, await accounts.delete({ player: who.player, generation: 2 })]
}

describe('a settlement', () => {
  it('[SCORES-39] does not wait for another one that is under way', async () => {
    await scratch.sql('begin')
    await scratch.sql('select lock_names_shared()')
    const { end } = duel('beside', 'Eko', 'Fajar')
    expect(await scratch.scores.settleRace(end)).toEqual({ stored: true })
    await scratch.sql('rollback')
  })

  it('[SCORES-39] is stored, and so are registrations, renames and deletions of its players at the same time', async () => {
    const settled = async ({ first, end }: ReturnType<typeof duel>) => [
      await scratch.scores.settleRace(first),
      await scratch.scores.settleRace(end),
    ]
    const [stored, renamed] = await Promise.all([
      Promise.all(duels.map(settled)),
      Promise.all(NAMES.map(rename)),
    ])
    expect(stored.flat()).toEqual(duels.flatMap(() => [{ stored: true }, { stored: true }]))
    expect(renamed).toEqual(NAMES.map(() => ['claimed', 'renamed', true]))
    const [sum] = await scratch.sql(
      `select count(*)::int as results, count(place)::int as places from results r where race_id <> 'beside'`,
    )
    expect(sum).toEqual({ results: 2 * duels.length, places: 2 * duels.length })
    const [counted] = await scratch.sql(
      `select sum(races)::int as races from players where name not in ('Eko', 'Fajar')`,
    )
    expect(counted).toEqual({ races: 2 * duels.length })
  })
})
