import { median } from '../../infra/test/quantile.ts'
import { startKetik } from './targets/ketik-target.ts'
import { startTarget } from './targets/start-target.ts'
import type { TargetName } from './targets/target.ts'
import { measureRaces, type RaceResult, type RaceShape } from './workloads/race.ts'

export type RaceSummary = {
  readonly target: TargetName
  readonly rounds: readonly RaceResult[]
  readonly cpuUs: number
  /** The median over the rounds of its cost as a share of that of `bare` in the same round. */
  readonly toBare: number
  readonly p50: number
  readonly p95: number
  readonly p99: number
  readonly lateness99: number
  readonly idleKib: number
  readonly racingKib: number
  readonly wireBytes: number
  readonly generatorShare: number
  readonly lost: number
}

/** Each target once in each round, so that what the machine does besides meets all of them alike. */
export const raceRounds = async (
  targets: readonly TargetName[],
  shape: RaceShape,
  count: number,
  profile: string | undefined,
  say: (line: string) => void,
): Promise<readonly RaceSummary[]> => {
  const rounds: Map<TargetName, RaceResult>[] = []
  for (let round = 0; round < count; round++) {
    const results = new Map<TargetName, RaceResult>()
    for (const name of targets) {
      const profiled = profile !== undefined && name === 'ketik' && round === count - 1
      const target = profiled ? await startKetik({ profileFile: profile }) : await startTarget(name)
      try {
        const result = await measureRaces(target, { ...shape, profiled })
        results.set(name, result)
        say(
          `round ${round + 1}: ${name} ${result.cpuUs.toFixed(1)} µs, p99 ${result.latencyMs.p99.toFixed(0)} ms`,
        )
      } finally {
        await target.close()
      }
    }
    rounds.push(results)
  }
  return targets.map(target => summary(target, rounds))
}

const summary = (target: TargetName, all: readonly ReadonlyMap<TargetName, RaceResult>[]): RaceSummary => {
  const rounds = all.flatMap(results => results.get(target) ?? [])
  const of = (pick: (result: RaceResult) => number) => median(rounds.map(pick))
  const ratios = all.flatMap(results => {
    const [own, bare] = [results.get(target), results.get('bare')]
    return own === undefined || bare === undefined ? [] : [own.cpuUs / bare.cpuUs]
  })
  return {
    target,
    rounds,
    cpuUs: of(({ cpuUs }) => cpuUs),
    toBare: median(ratios),
    p50: of(({ latencyMs }) => latencyMs.p50),
    p95: of(({ latencyMs }) => latencyMs.p95),
    p99: of(({ latencyMs }) => latencyMs.p99),
    lateness99: of(({ latenessMs }) => latenessMs.p99),
    idleKib: of(({ idleKib }) => idleKib),
    racingKib: of(({ racingKib }) => racingKib),
    wireBytes: of(({ wireBytes }) => wireBytes),
    generatorShare: Math.max(...rounds.map(({ generatorShare }) => generatorShare)),
    lost: rounds.reduce((sum, { lost }) => sum + lost, 0),
  }
}
