import { provideK6 } from '../k6/program/provide-k6.ts'
import { brokenIn, runK6, type Script } from '../k6/run-k6.ts'
import type { LoadConfig } from './config.ts'

/** Runs a k6 script against the given gateways; answers whether every threshold held. */
export const runScript = async (
  { script, vus }: { readonly script: Script; readonly vus: number },
  { races, durationS }: LoadConfig,
  urls: readonly string[],
  root: string,
  say: (line: string) => void,
): Promise<boolean> => {
  const k6 = await provideK6(root, say)
  const settings = { URLS: urls.join(','), VUS: vus, RACES: races, DURATION_S: durationS }
  const broken = brokenIn(await runK6(k6, script, settings))
  for (const threshold of broken) say(`threshold broken: ${threshold}`)
  return broken.length === 0
}
