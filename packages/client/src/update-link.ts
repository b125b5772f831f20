import type { Link } from './link.ts'
import { andThen, type DriverEffect, type StepOf } from './link-effect.ts'
import type { LinkEvent, Moment } from './link-event.ts'
import type { Notice } from './notice.ts'
import { update } from './update.ts'

/** Hands an event to the link in a program's state, and lets the program act on each notice of the link. */
export const updateLink = <State extends { readonly link: Link }, Effect>(
  state: State,
  event: LinkEvent,
  moment: Moment,
  onNotice: (state: State, notice: Notice) => StepOf<State, Effect>,
): StepOf<State, Effect | DriverEffect> => {
  const [link, effects] = update(state.link, event, moment)
  const updated: StepOf<State, Effect | DriverEffect> = [{ ...state, link }, []]
  return effects.reduce(
    (reached, effect) =>
      andThen(reached, next => (effect.do === 'notify' ? onNotice(next, effect.notice) : [next, [effect]])),
    updated,
  )
}
