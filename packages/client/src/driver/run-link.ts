import { type ClientMessage, isReadingFault, type ServerMessage } from '@ketik/protocol'
import { type Link, type LinkHabits, newLink } from '../link.ts'
import type { LinkEvent } from '../link-event.ts'
import type { Notice } from '../notice.ts'
import { update } from '../update.ts'
import { EffectRunner } from './effect-runner.ts'
import { type LocalClock, systemClock } from './local-clock.ts'
import type { OpenTransport } from './transport.ts'

export type LinkProgram = {
  readonly habits: LinkHabits
  connect(address: number): OpenTransport
  readonly clock?: LocalClock
  onNotice?(notice: Notice): void
  /** Every message, after the link has acted on it. */
  onMessage?(message: ServerMessage): void
  /** Every message that the link sends. */
  onSend?(message: ClientMessage): void
}

export type RunningLink = {
  readonly link: Link
  /** `at`: the local instant of the event, where it is not now. */
  tell(event: LinkEvent, at?: number): void
  /** Ends the connection and every timer. */
  stop(): void
}

/** A link with a clock, timers and a connection. */
export const runLink = (program: LinkProgram): RunningLink => {
  const { clock = systemClock, onNotice, onMessage, onSend } = program
  let link = newLink(program.habits)
  let isStopped = false
  const pending: (readonly [event: LinkEvent, at: number])[] = []
  const runner = new EffectRunner({
    connect: address => program.connect(address),
    clock,
    onEvent: event => tell(event),
  })

  const act = (event: LinkEvent, now: number): void => {
    const [next, effects] = update(link, event, { now, chance: clock.chance() })
    link = next
    for (const effect of effects) {
      if (effect.do === 'send') onSend?.(effect.message)
      if (effect.do === 'notify') onNotice?.(effect.notice)
      else runner.execute(effect)
    }
    if (event.on === 'received' && !isReadingFault(event.message)) onMessage?.(event.message)
  }

  /** An event that a notice caused waits until the effects before it are executed. */
  const tell = (event: LinkEvent, at = clock.now()): void => {
    if (isStopped) return
    pending.push([event, at])
    if (pending.length > 1) return
    for (let first = pending[0]; first !== undefined; first = pending[0]) {
      act(...first)
      pending.shift()
    }
  }

  return {
    get link() {
      return link
    },
    tell,
    stop: () => {
      isStopped = true
      runner.stop()
    },
  }
}
