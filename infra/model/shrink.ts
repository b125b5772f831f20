import { type Outcome, replay, type Sabotage } from './schedule.ts'

const RUNS_MAX = 400

/** Makes as many of the choices tame as it can while the same rule stays broken. Answers the traced run of what is left. */
export const shrink = async (failed: Outcome, sabotage?: Sabotage): Promise<Outcome> => {
  const rule = failed.violations[0]?.rule
  let best = [...failed.picked]
  let runs = 0
  const breaks = async (picked: readonly number[]): Promise<boolean> => {
    runs++
    const outcome = await replay(picked, false, sabotage)
    return outcome.violations[0]?.rule === rule
  }
  for (let size = best.length; size >= 1; size = Math.floor(size / 2)) {
    for (let from = 0; from < best.length && runs < RUNS_MAX; from += size) {
      if (best.slice(from, from + size).every(choice => choice === 0)) continue
      const tamer = best.map((choice, i) => (i >= from && i < from + size ? 0 : choice))
      if (await breaks(tamer)) best = tamer
    }
  }
  return await replay(best, true, sabotage)
}
