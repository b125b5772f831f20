import { useEffect, useRef, useState } from 'preact/hooks'
import { connecting, idle, type Measures, opened, received } from './measures.ts'
import type { OpenStream, Stream } from './stream.ts'

export type Watched = {
  readonly measures: Measures
  readonly connect: () => void
  readonly disconnect: () => void
  readonly send: (text: string) => void
}

/** Holds one stream and measures it. `now` is cluster time, so that latency is true on a machine with a wrong clock. */
export const useStream = (open: OpenStream | null, now: () => number): Watched => {
  const [measures, setMeasures] = useState<Measures>(idle)
  const stream = useRef<Stream | null>(null)

  const close = (state: 'closed' | 'failed'): void => {
    stream.current?.close()
    stream.current = null
    setMeasures(before => ({ ...before, state }))
  }
  const connect = (): void => {
    if (open === null) return
    stream.current?.close()
    setMeasures(connecting(now()))
    stream.current = open({
      opened: () => setMeasures(before => opened(before, now())),
      received: text => setMeasures(before => received(before, text, now())),
      closed: close,
    })
  }
  useEffect(() => () => stream.current?.close(), [])
  return { measures, connect, disconnect: () => close('closed'), send: text => stream.current?.send?.(text) }
}
