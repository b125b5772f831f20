import type { Running } from '@ketik/runtime'

export type Sample = {
  readonly name: string
  readonly labels: Readonly<Record<string, string>>
  readonly value: number
}

/** All samples of a process, as Prometheus would read them. */
export const scrape = async ({ ports }: Running): Promise<readonly Sample[]> => {
  // A kept connection is closed by the server when it was idle, perhaps just as it is used again.
  const headers = { connection: 'close' }
  const response = await fetch(`http://127.0.0.1:${ports['admin']}/metrics`, { headers })
  const lines = (await response.text()).matchAll(/^(\w+)(?:\{(.*)\})? (\S+)$/gm)
  return [...lines].map(([, name = '', labels = '', value]) => ({
    name,
    labels: Object.fromEntries([...labels.matchAll(/(\w+)="([^"]*)"/g)].map(([, key, text]) => [key, text])),
    value: Number(value),
  }))
}
