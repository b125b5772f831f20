import type { Check } from '@ketik/protocol'
import { useCallback, useEffect, useState } from 'preact/hooks'
import type { Ask } from './ask.ts'

/** Something that lives behind a REST address. While it is asked for again the last answer stays. */
export type Remote<T> =
  | { readonly state: 'loading' | 'missing' | 'failed' }
  | { readonly state: 'ready'; readonly value: T }

export const askFor = async <T>(ask: Ask, path: string, fits: Check<T>): Promise<Remote<T>> => {
  const answer = await ask(path)
  if (answer.answered === 'missing') return { state: 'missing' }
  if (answer.answered === 'ok' && fits(answer.body)) return { state: 'ready', value: answer.body }
  return { state: 'failed' }
}

export type Poll = {
  /** Ask again so long after each answer. */
  readonly everyMs?: number
  /** Ask again at once when this changes. */
  readonly version?: unknown
}

/** Asks for what is at `path`, again whenever that changes, and as `poll` says. */
export const useRemote = <T>(
  ask: Ask,
  path: string,
  fits: Check<T>,
  { everyMs, version }: Poll = {},
): readonly [Remote<T>, () => void] => {
  const [remote, setRemote] = useState<{ path: string; is: Remote<T> }>({ path, is: { state: 'loading' } })
  const [asked, setAsked] = useState(0)
  useEffect(() => {
    let wanted = true
    let timer: ReturnType<typeof setTimeout> | undefined
    const load = async () => {
      const is = await askFor(ask, path, fits)
      if (!wanted) return
      setRemote(before => (is.state === 'failed' && isReady(before, path) ? before : { path, is }))
      if (everyMs !== undefined) timer = setTimeout(load, everyMs)
    }
    void load()
    return () => {
      wanted = false
      clearTimeout(timer)
    }
  }, [ask, path, fits, everyMs, version, asked])
  const again = useCallback(() => setAsked(times => times + 1), [])
  return [remote.path === path ? remote.is : { state: 'loading' }, again]
}

const isReady = <T>(remote: { path: string; is: Remote<T> }, path: string): boolean =>
  remote.path === path && remote.is.state === 'ready'
