import { put, takeBatches } from '@ketik/client'
import { ERASE_WORD, isComplete, isErasing, type Pressed, press, type Typing } from '@ketik/race'
import type { Sound } from '../sound/sound.ts'
import { andThen, type Effect, hush, type Step, send, step, wake } from './effect.ts'
import type { Message, Moment } from './message.ts'
import { withDown } from './on-release.ts'
import { isTyping, type Race, withKeys } from './race-state.ts'
import { type Said, sayAtOnce, sayPolitely } from './saying.ts'
import type { World } from './world.ts'

const BATCH_MS = 100

/** Keys were typed: into the text at once, to the server with the next batch; the completing key does not wait. */
export const onPress = (
  world: World,
  { keys, code }: Pick<Extract<Message, { on: 'press' }>, 'keys' | 'code'>,
  { now }: Moment,
): Step => {
  const { race } = world
  if (race === null || !isTyping(race)) return step(world)
  const typing: Typing = { ...race.typing, wrong: [...race.typing.wrong] }
  let said = world.said
  let sound: Sound = 'key'
  const counted: string[] = []
  for (const key of keys) {
    if (isComplete(typing)) break
    const want = typing.graphemes[typing.correct] ?? ''
    const pressed = press(typing, key)
    // Erasing nothing is no key: sent along, it would only use up the seat's budget of keys.
    if (pressed === 'ignored' && isErasing(key)) continue
    counted.push(key)
    said = sayPressed(said, typing, key, want, pressed)
    sound = soundOf(key, pressed)
  }
  if (counted.length === 0) return step(world)
  const outbox = put(race.outbox, now + race.offsetMs - race.view.startsAt, counted)
  const after: Race = withDown({ ...withKeys(race, typing, outbox), hint: null }, code)
  const typed: World = { ...world, said, race: after }
  if (after.figures !== null) return finish(typed)
  const first = race.outbox.sent === race.outbox.keys.length
  return step(typed, { do: 'sound', sound }, ...(first ? [wake('batch', BATCH_MS)] : []))
}

const finish = (world: World): Step => {
  const told: World = { ...world, said: sayPolitely(world.said, { say: 'finished' }) }
  return andThen(step(told, { do: 'sound', sound: 'finish' }), flush)
}

/** Sends what has not been sent. Away from the server nothing is lost: a snapshot asks for the rest. */
export const flush = (world: World): Step => {
  const { race } = world
  if (race === null || race.lost || world.link.state !== 'ready') return step(world, hush('batch'))
  const [outbox, batches] = takeBatches(race.outbox)
  const frames = batches.map((batch): Effect => send({ type: 'keys', race: race.view.id, ...batch }))
  return step({ ...world, race: { ...race, outbox } }, ...frames)
}

export const onHint = (world: World, hint: NonNullable<Race['hint']>): Step =>
  world.race === null
    ? step(world)
    : step({ ...world, race: { ...world.race, hint }, said: sayAtOnce(world.said, { say: 'hint', hint }) })

const sayPressed = (said: Said, typing: Typing, key: string, want: string, pressed: Pressed): Said => {
  if (pressed === 'wrong' && typing.wrong.length === 1)
    return sayAtOnce(said, { say: 'wrong', got: key, want })
  if (pressed === 'ignored' && typing.wrong.length > 0) return sayAtOnce(said, { say: 'wrong-stands' })
  const atWordStart = typing.graphemes[typing.correct - 1] === ' ' && typing.wrong.length === 0
  if ((pressed === 'correct' && atWordStart) || (pressed === 'erased' && key === ERASE_WORD))
    return sayPolitely(said, { say: 'next-word', word: wordAt(typing) })
  return said
}

/** The word the caret stands before or in. */
export const wordAt = ({ graphemes, correct }: Typing): string => {
  const end = graphemes.indexOf(' ', correct)
  return graphemes.slice(correct, end === -1 ? undefined : end).join('')
}

const soundOf = (key: string, pressed: Pressed): Sound =>
  isErasing(key) ? 'erase' : pressed === 'correct' ? 'key' : 'wrong'
