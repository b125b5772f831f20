import { readFileSync } from 'node:fs'
import { beforeAll, describe, expect, it } from 'vitest'
import { reportOf } from './report.ts'
import { SABOTAGES } from './sabotage.testkit.ts'
import { type Outcome, runSchedule, type Sabotage } from './schedule.ts'
import { shrink } from './shrink.ts'

const SCHEDULES = 2_000
/** A sabotage is noticed within so many schedules, or not at all. */
const NOTICED_WITHIN = 400
const MINUTES_10 = 600_000

type KeptSeed = { readonly seed: number; readonly broke: string; readonly was: string }

const kept = JSON.parse(readFileSync(new URL('./seeds.json', import.meta.url), 'utf8')) as readonly KeptSeed[]

/** The first failing seed of each rule. */
const failed = new Map<string, number>()

const rulesBroken = ({ violations }: Outcome): readonly string[] => violations.map(({ rule }) => rule)

const expectToHold = async (seed: number): Promise<void> => {
  const outcome = await runSchedule(seed)
  const rule = rulesBroken(outcome)[0]
  if (rule === undefined) return
  throw new Error(`seed ${seed}:\n${reportOf(await shrink(outcome))}`)
}

const firstBroken = async (sabotage: Sabotage, rule: string): Promise<Outcome | undefined> => {
  for (let seed = 1; seed <= NOTICED_WITHIN; seed++) {
    const outcome = await runSchedule(seed, { sabotage })
    if (rulesBroken(outcome).includes(rule)) return outcome
  }
  return undefined
}

describe('the model', () => {
  beforeAll(async () => {
    for (let seed = 1; seed <= SCHEDULES; seed++) {
      for (const rule of rulesBroken(await runSchedule(seed))) if (!failed.has(rule)) failed.set(rule, seed)
    }
  }, MINUTES_10)

  const holds = (rule: string) => async () => {
    const seed = failed.get(rule)
    if (seed !== undefined) await expectToHold(seed)
  }
  it('[MODEL-1] lets nobody write a seat but the node of its epoch', holds('MODEL-1'), MINUTES_10)
  it('[MODEL-2] ends each seat once', holds('MODEL-2'), MINUTES_10)
  it('[MODEL-3] fixes places once, and tells the ones that are stored', holds('MODEL-3'), MINUTES_10)
  it('[MODEL-4] loses no ticket and uses none twice', holds('MODEL-4'), MINUTES_10)
  it('[MODEL-5] stores each race once', holds('MODEL-5'), MINUTES_10)
  it('[MODEL-6] ends, settles and rates every race that was begun', holds('MODEL-6'), MINUTES_10)
  it('[MODEL-7] stores every key that was acknowledged', holds('MODEL-7'), MINUTES_10)
  it(
    '[MODEL-8] brings players back to their seats, and everyone to the end of the race',
    holds('MODEL-8'),
    MINUTES_10,
  )
  it('[MODEL-9] meets no bug', holds('MODEL-9'), MINUTES_10)

  it.each(kept)('[MODEL-12] holds for seed $seed, which broke $broke: $was', async ({ seed }) => {
    await expectToHold(seed)
  })

  it.each(SABOTAGES)('[MODEL-11] notices by %s when %s', async (rule, _, sabotage) => {
    expect(await firstBroken(sabotage, rule)).toBeDefined()
  })

  it('[MODEL-10] runs a seed the same way each time, whatever ran before', async () => {
    const first = await runSchedule(7, { isTraced: true })
    await runSchedule(8)
    const second = await runSchedule(7, { isTraced: true })
    expect(second.trace).toEqual(first.trace)
    expect(second.picked).toEqual(first.picked)
  })

  it('[MODEL-10] shrinks a failing run to tamer choices that break the same rule', async () => {
    const [[rule = '', , sabotage] = []] = SABOTAGES
    const found = sabotage === undefined ? undefined : await firstBroken(sabotage, rule)
    if (found === undefined) throw new Error('nothing to shrink')
    const shrunk = await shrink(found, sabotage)
    const wild = (outcome: Outcome) => outcome.picked.filter(choice => choice !== 0).length
    expect(rulesBroken(shrunk)).toContain(rule)
    expect(wild(shrunk)).toBeLessThan(wild(found) / 2)
  })
})
