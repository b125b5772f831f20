import { andThen, isOnline, type Moment } from '@ketik/client'
import { isRefusal, toUsernameForm } from '@ketik/protocol'
import { type Effect, type Step, step } from './effect.ts'
import type { Message } from './message.ts'
import { askRace } from './on-wish.ts'
import { toLink } from './to-link.ts'
import { nameOf, tokenOf, type World } from './world.ts'

type Start = Extract<Message, { readonly on: 'start' }>
type SignedIn = Extract<Message, { readonly on: 'signed-in' }>
type Enter = Extract<Message, { readonly on: 'enter' }>

const keepName = (value: string | null): Effect => ({ do: 'keep', what: 'name', value })
const keepToken = (value: string | null): Effect => ({ do: 'keep', what: 'token', value })

/** The page has loaded; a returning player connects at once. */
export const onStart = (world: World, { name, token, left, keeps }: Start, moment: Moment): Step => {
  const begun: World = {
    ...world,
    link: { ...world.link, leftRace: left },
    notice: keeps ? world.notice : { kind: 'no-storage' },
  }
  return name === null
    ? step(begun)
    : toLink(begun, { on: 'log-in', credentials: { username: name, token } }, moment)
}

/** A name was chosen. Another name is another player, so its session does not go along. */
export const onEnter = (world: World, { name, wish }: Enter, moment: Moment): Step => {
  const username = toUsernameForm(name)
  if (isRefusal(username)) return step({ ...world, notice: { kind: 'refused', code: username.refused } })
  const isSame = username === nameOf(world)
  const token = isSame ? tokenOf(world) : null
  const isOwner = isSame && world.link.isOwner
  const named: World = { ...world, link: { ...world.link, isOwner }, notice: null }
  const asked = wish === undefined ? step(named) : askRace(named, wish, moment)
  const isIn = isOnline(world.link) && isSame
  const [after, effects] = isIn
    ? asked
    : andThen(asked, next => toLink(next, { on: 'log-in', credentials: { username, token } }, moment))
  return [after, [keepName(username), keepToken(isOwner ? null : token), ...effects]]
}

/** An owner's token is kept in the cookie alone, where no script can read it later. */
export const onSignedIn = (world: World, { name, token }: SignedIn, moment: Moment): Step => {
  const owner: World = { ...world, link: { ...world.link, isOwner: true }, notice: null }
  const credentials = { username: name, token }
  const [after, effects] = toLink(owner, { on: 'log-in', credentials }, moment)
  return [after, [keepName(name), keepToken(null), ...effects]]
}

/** Back to the name field. The session is closed: two names are two players. */
export const onRename = (world: World, moment: Moment): Step =>
  andThen(toLink({ ...world, lines: [] }, { on: 'log-out' }, moment), next =>
    step(next, keepName(null), keepToken(null)),
  )
