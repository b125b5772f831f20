import { median } from '../../../infra/test/quantile.ts'
import { table } from '../../../infra/test/table.ts'
import { bareCrowd, type Client, disperse, ketikCrowd } from '../crowd.ts'
import { startKetik } from '../targets/ketik-target.ts'
import { startRelay } from '../targets/relay-target.ts'
import { atMost, type Verdict } from '../verdict.ts'

const CLIENTS = 5_000
/** As many as one machine may begin before the others have ended. */
const AT_ONCE = 1_000

/** All come at once: the time until the last is served, beside bare handshakes. */
export const measureStorm = async ({ rounds }: { readonly rounds: number }, say: (line: string) => void) => {
  const figures: { readonly bareMs: number; readonly ketikMs: number }[] = []
  for (let round = 0; round < rounds; round++) {
    const bare = await startRelay('bare')
    const bareMs = await timed(() => bareCrowd(bare.ports, CLIENTS, AT_ONCE))
    await bare.close()
    const ketik = await startKetik()
    const ketikMs = await timed(() => ketikCrowd(ketik.ports, CLIENTS, AT_ONCE, () => {}))
    await ketik.close()
    figures.push({ bareMs, ketikMs })
    say(`round ${round + 1}: bare ${bareMs.toFixed(0)} ms, ketik ${ketikMs.toFixed(0)} ms`)
  }
  const ratio = median(figures.map(({ bareMs, ketikMs }) => ketikMs / bareMs))
  const rows = [
    ['bare handshakes', median(figures.map(({ bareMs }) => bareMs)).toFixed(0), '1.00'],
    ['ketik, logged in', median(figures.map(({ ketikMs }) => ketikMs)).toFixed(0), ratio.toFixed(2)],
  ]
  const verdicts: readonly Verdict[] = [atMost('storm: logged in ÷ bare handshakes', 2, ratio)]
  return {
    figures,
    verdicts,
    text: `${CLIENTS} clients\n\n${table(['target', 'all served ms', '÷ bare'], rows)}`,
  }
}

/** Refused ones reject, so that a time is only told when all were served. */
const timed = async (gather: () => Promise<readonly Client[]>): Promise<number> => {
  const startedAt = performance.now()
  const clients = await gather()
  const tookMs = performance.now() - startedAt
  await disperse(clients)
  return tookMs
}
