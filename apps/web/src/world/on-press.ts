import { andThen, isOpen, type LinkRace, type Moment } from '@ketik/client'
import { ERASE_WORD, isComplete, isErasing, type Pressed, press, type Typing } from '@ketik/race'
import type { Sound } from '../sound/sound.ts'
import { type Step, step } from './effect.ts'
import type { Message } from './message.ts'
import { wordAt } from './race-state.ts'
import { type Said, sayAtOnce, sayPolitely } from './saying.ts'
import { toLink } from './to-link.ts'
import type { Hint, World } from './world.ts'

type Press = Pick<Extract<Message, { on: 'press' }>, 'keys' | 'code'>

/** Keys were typed: into the text, with what is said and heard of it. */
export const onPress = (world: World, { keys, code }: Press, moment: Moment): Step => {
  // The timer of the countdown may be late.
  const [counted, effects] = toLink(world, { on: 'timer', timer: 'count' }, moment)
  const before = counted.link.race
  if (before === null || !isOpen(before)) return [counted, effects]
  const { said, sound } = soundsOf(counted.said, before, keys)
  if (sound === null) return [counted, effects]
  const typed = toLink({ ...counted, said, hint: null }, { on: 'press', keys }, moment)
  const [after, more] = andThen(typed, next => step(withDown(next, code)))
  const isFinished = after.link.race?.own !== null
  return [after, [...effects, ...more, ...(isFinished ? [] : [{ do: 'sound', sound } as const])]]
}

/** What the keys are going to do to the text. `sound` is null when none of them counts. */
const soundsOf = (
  before: Said,
  race: LinkRace,
  keys: readonly string[],
): { readonly said: Said; readonly sound: Sound | null } => {
  const typing: Typing = { ...race.typing, wrong: [...race.typing.wrong] }
  let said = before
  let sound: Sound | null = null
  for (const key of keys) {
    if (isComplete(typing)) break
    const want = typing.graphemes[typing.correct] ?? ''
    const pressed = press(typing, key)
    if (pressed === 'ignored' && isErasing(key)) continue
    said = sayPressed(said, typing, key, want, pressed)
    sound = soundOf(key, pressed)
  }
  return { said, sound }
}

/** The physical key that typed the latest key of the log is down. Input methods and touch keyboards have no code. */
const withDown = (world: World, code: string | undefined): World => {
  const { race } = world.link
  return code === undefined || race === null
    ? world
    : { ...world, down: new Map(world.down).set(code, race.outbox.keys.length - 1) }
}

/** A physical key came up. */
export const onRelease = (world: World, code: string, moment: Moment): Step => {
  const keyNumber = world.down.get(code)
  if (keyNumber === undefined) return step(world)
  const down = new Map(world.down)
  down.delete(code)
  return toLink({ ...world, down }, { on: 'release', keyNumber }, moment)
}

export const onHint = (world: World, hint: Hint): Step =>
  world.link.race === null
    ? step(world)
    : step({ ...world, hint, said: sayAtOnce(world.said, { say: 'hint', hint }) })

const sayPressed = (said: Said, typing: Typing, key: string, want: string, pressed: Pressed): Said => {
  if (pressed === 'wrong' && typing.wrong.length === 1)
    return sayAtOnce(said, { say: 'wrong', got: key, want })
  if (pressed === 'ignored' && typing.wrong.length > 0) return sayAtOnce(said, { say: 'wrong-stands' })
  const atWordStart = typing.graphemes[typing.correct - 1] === ' ' && typing.wrong.length === 0
  if ((pressed === 'correct' && atWordStart) || (pressed === 'erased' && key === ERASE_WORD))
    return sayPolitely(said, { say: 'next-word', word: wordAt(typing) })
  return said
}

const soundOf = (key: string, pressed: Pressed): Sound =>
  isErasing(key) ? 'erase' : pressed === 'correct' ? 'key' : 'wrong'
