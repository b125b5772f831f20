import type { TestCluster } from '../cluster.ts'
import { type Asked, askGateway, PASSPHRASE } from './web-session.ts'

export const PUPILS = 30

export const pupilsOf = (name: string): readonly string[] =>
  Array.from({ length: PUPILS }, (_, i) => `${name} ${i}`)

/** Every pupil of a class at the same moment, from one address, at the nodes in turn. */
const together = async (
  cluster: TestCluster,
  { what, name, from }: { readonly what: string; readonly name: string; readonly from: string },
): Promise<readonly Asked[]> =>
  await Promise.all(
    pupilsOf(name).map((username, i) =>
      askGateway(cluster, i % cluster.gateways.length, what, { username, passphrase: PASSPHRASE }, { from }),
    ),
  )

export const registerClass = (cluster: TestCluster, name: string, from: string) =>
  together(cluster, { what: 'POST /api/account', name, from })

export const signInClass = (cluster: TestCluster, name: string, from: string) =>
  together(cluster, { what: 'POST /api/session', name, from })

/** How many answers have each status. */
export const tally = (answers: readonly Asked[]): Readonly<Record<number, number>> => {
  const counts: Record<number, number> = {}
  for (const { status } of answers) counts[status] = (counts[status] ?? 0) + 1
  return counts
}
