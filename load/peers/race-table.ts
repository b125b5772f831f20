import { table } from '../../infra/test/table.ts'
import type { RaceSummary } from './race-rounds.ts'

const GENERATOR_SHARE_MAX = 0.8

export const raceTable = (summaries: readonly RaceSummary[]): string =>
  table(
    [
      'target',
      'CPU/update µs',
      '÷ bare',
      'p50 ms',
      'p95 ms',
      'p99 ms',
      'idle KiB',
      'racing KiB',
      'wire B/race·s',
      'last lost',
      'load late p99 ms',
      'load cores',
    ],
    summaries.map(one => [
      one.target,
      one.cpuUs.toFixed(1),
      one.toBare.toFixed(2),
      one.p50.toFixed(0),
      one.p95.toFixed(0),
      one.p99.toFixed(0),
      one.idleKib.toFixed(1),
      one.racingKib.toFixed(1),
      one.wireBytes.toFixed(0),
      String(one.lost),
      one.lateness99.toFixed(0),
      one.generatorShare.toFixed(2),
    ]),
  )

/** Why the figures should not be believed, a line for each reason. */
export const doubts = (summaries: readonly RaceSummary[]): readonly string[] =>
  summaries.flatMap(({ target, generatorShare, lost, lateness99 }) => [
    ...(generatorShare > GENERATOR_SHARE_MAX ? [`${target}: the generator was the bottleneck`] : []),
    ...(lost > 0 ? [`${target}: ${lost} last updates did not arrive`] : []),
    ...(lateness99 > 10
      ? [`${target}: updates were sent up to ${lateness99.toFixed(0)} ms late (p99): the machine was busy`]
      : []),
  ])
