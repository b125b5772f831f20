import { isRefusal, toUsernameForm } from '@ketik/protocol'
import { andThen, type Step, step } from './effect.ts'
import type { Message, Moment } from './message.ts'
import { reconnect } from './on-link.ts'
import { askRace } from './on-wish.ts'
import type { World } from './world.ts'

type Start = Extract<Message, { readonly on: 'start' }>
type SignedIn = Extract<Message, { readonly on: 'signed-in' }>
type Enter = Extract<Message, { readonly on: 'enter' }>

/** The page has loaded; a returning player connects at once. */
export const onStart = (world: World, start: Start, moment: Moment): Step => {
  const named: World = {
    ...world,
    name: start.name,
    token: start.token,
    leftRace: start.left,
    notice: start.keeps ? world.notice : { kind: 'no-storage' },
  }
  return start.name === null ? step(named) : reconnect(named, moment)
}

/** A name was chosen. Another name is another player, so its session does not go along. */
export const onEnter = (world: World, { name, wish }: Enter, moment: Moment): Step => {
  const username = toUsernameForm(name)
  if (isRefusal(username)) return step({ ...world, notice: { kind: 'refused', code: username.refused } })
  const token = username === world.name ? world.token : null
  const isOwner = world.isOwner && username === world.name
  const named: World = { ...world, name: username, token, isOwner, notice: null }
  const asked = wish === undefined ? step(named) : askRace(named, wish, moment)
  const isIn = world.link.state === 'ready' && username === world.name
  const [after, effects] = isIn ? asked : andThen(asked, next => reconnect(next, moment))
  return [
    after,
    [
      { do: 'keep', what: 'name', value: username },
      { do: 'keep', what: 'token', value: isOwner ? null : token },
      ...effects,
    ],
  ]
}

/** An owner's token is kept in the cookie alone, where no script can read it later. */
export const onSignedIn = (world: World, { name, token }: SignedIn, moment: Moment): Step => {
  const owner: World = { ...world, name, token, isOwner: true, notice: null }
  const [after, effects] = reconnect(owner, moment)
  return [
    after,
    [{ do: 'keep', what: 'name', value: name }, { do: 'keep', what: 'token', value: null }, ...effects],
  ]
}

/** Back to the name field. The session is closed: two names are two players. */
export const onRename = (world: World): Step =>
  step(
    {
      ...world,
      name: null,
      token: null,
      isOwner: false,
      link: { state: 'none' },
      queue: null,
      race: null,
      online: null,
      lines: [],
    },
    { do: 'close' },
    { do: 'keep', what: 'name', value: null },
    { do: 'keep', what: 'token', value: null },
  )
