import { type Outcome, runSchedule, type Sabotage } from './schedule.ts'

const RUNS_MAX = 400

/** Makes as many of the choices tame as it can while the same rule stays broken. Answers the traced run of what is left. */
export const shrink = async (failed: Outcome, sabotage?: Sabotage | undefined): Promise<Outcome> => {
  const rule = failed.violations[0]?.rule
  let best = failed.picked
  let runs = 0
  for (let size = best.length; size >= 1; size = Math.floor(size / 2)) {
    for (let from = 0; from < best.length && runs < RUNS_MAX; from += size) {
      const tamer = best.map((choice, i) => (i >= from && i < from + size ? 0 : choice))
      if (tamer.every((choice, i) => choice === best[i])) continue
      runs++
      const { violations } = await runSchedule(tamer, { sabotage })
      if (violations[0]?.rule === rule) best = tamer
    }
  }
  return await runSchedule(best, { isTraced: true, sabotage })
}
