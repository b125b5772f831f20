import { describe, expect, it } from 'vitest'
import { freshInput, readInput } from './read-input.ts'
import { TRACES } from './traces.ts'

const play = ({ touch, events }: (typeof TRACES)[number]) => {
  let state = freshInput(touch)
  const keys: string[] = []
  let hint: string | undefined
  for (const event of events) {
    const read = readInput(state, event)
    state = read.state
    keys.push(...read.keys)
    hint = read.hint ?? hint
  }
  return { keys, hint, composition: state.composition }
}

/** Whether a trace has a dead key or an input method in it. */
const composes = ({ events }: (typeof TRACES)[number]) =>
  events.some(({ event }) => event === 'compositionstart')
const onKeyboard = TRACES.filter(({ hint, touch }) => hint === undefined && !touch)

describe('the typing field', () => {
  it.each(onKeyboard.filter(trace => !composes(trace)))('[WEB-20] $name', trace => {
    expect(play(trace)).toEqual({ keys: trace.keys, hint: undefined, composition: null })
  })

  it.each(onKeyboard.filter(composes))('[WEB-21] $name', trace => {
    expect(play(trace)).toEqual({ keys: trace.keys, hint: undefined, composition: null })
  })

  it.each(TRACES.filter(({ hint, touch }) => hint === undefined && touch))('[WEB-22] $name', trace => {
    expect(play(trace)).toEqual({ keys: trace.keys, hint: undefined, composition: null })
  })

  it.each(TRACES.filter(({ hint }) => hint !== undefined))('[WEB-23] refused: $name', trace => {
    expect(play(trace)).toMatchObject({ keys: trace.keys, hint: trace.hint })
  })
})
