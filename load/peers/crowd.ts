import pMap from 'p-map'
import { logIn } from './generator/ketik-dialects.ts'
import { Wire } from './generator/wire.ts'
import type { Target } from './targets/target.ts'

export type Client = { readonly name: string; readonly wire: Wire }

type CrowdOptions = {
  /** The number of the first; those of all are their names. */
  readonly first?: number
  readonly atOnce?: number
  readonly onText?: (name: string, text: string) => void
}

/** Opens connections to the nodes in turn and logs each in, where the target wants it; resolves when all are served. */
export const crowd = async (
  { ports, dialect }: Pick<Target, 'ports' | 'dialect'>,
  count: number,
  { first = 0, atOnce = 64, onText = () => {} }: CrowdOptions = {},
): Promise<readonly Client[]> => {
  const isRelay = dialect === 'relay'
  const enter = async (number: number): Promise<Client> => {
    const name = `p${first + number}`
    const path = isRelay ? '/?race=none' : '/ws'
    const wire = new Wire(ports[number % ports.length] ?? 0, path, text => onText(name, text))
    await (isRelay ? wire.opened : logIn(wire, name, dialect === 'v1'))
    return { name, wire }
  }
  return await pMap(Array(count).keys(), enter, { concurrency: atOnce })
}

export const disperse = async (clients: readonly Client[]): Promise<void> => {
  await Promise.all(clients.map(({ wire }) => wire.end()))
}
