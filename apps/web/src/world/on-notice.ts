import { type Notice as LinkNotice, type Moment, update } from '@ketik/client'
import type { ErrorMessage } from '@ketik/protocol'
import { assertNever } from '@ketik/race'
import { type Step, step } from './effect.ts'
import { addLine, chatLine } from './lobby-line.ts'
import { racePath } from './race-path.ts'
import { wordAt } from './race-state.ts'
import { hushed, sayPolitely } from './saying.ts'
import type { Notice, World } from './world.ts'

type NoticeOf<K extends LinkNotice['on']> = Extract<LinkNotice, { readonly on: K }>

/** The link has acted on what happened; this shows it, says it, stores it and goes where it is. */
export const onNotice = (world: World, notice: LinkNotice, moment: Moment): Step => {
  switch (notice.on) {
    case 'welcomed':
      return onWelcomed(world)
    case 'move-announced':
      return step({ ...world, notice: { kind: 'moving' } })
    case 'login-refused':
      return onLoginRefused(world, notice.error, moment)
    case 'token-refused':
      return step(world, { do: 'keep', what: 'token', value: null })
    case 'old-server':
      return step({ ...world, notice: { kind: 'old-server' } })
    case 'unreadable':
      return step({ ...world, notice: { kind: 'garbage' } })
    case 'refused':
      return step({ ...world, notice: refused(notice) })
    case 'matched':
      return onMatched(world)
    case 'counted':
      return onCounted(world, notice.count)
    case 'typed-all':
      return step(
        { ...world, said: sayPolitely(world.said, { say: 'finished' }) },
        { do: 'sound', sound: 'finish' },
      )
    case 'resumed':
      return onResumed(world, notice)
    case 'seat-changed':
      return onSeat(world, notice)
    case 'outcome':
      return notice.outcome.race === world.link.race?.view.id
        ? step({ ...world, said: sayPolitely(world.said, { say: 'outcome' }) })
        : step(world)
    case 'told':
      return onTold(world, notice)
    case 'disconnected':
    case 'closed':
    case 'moved':
    case 'seat-lost':
    case 'ticked':
    case 'race-over':
      // The page shows these from the link itself.
      return step(world)
    default:
      return assertNever(notice)
  }
}

const refused = ({ error, wish }: NoticeOf<'refused'>): Notice => ({
  kind: 'refused',
  code: error.code,
  ...(wish !== undefined && error.retryable ? { again: wish } : {}),
})

const onWelcomed = (world: World): Step => {
  const { credentials, isOwner } = world.link
  return step(
    {
      ...world,
      // The history that follows a login holds everything again.
      lines: [],
      notice: world.notice?.kind === 'moving' ? null : world.notice,
    },
    { do: 'keep', what: 'name', value: credentials?.username ?? null },
    // An owner's is in the cookie, where no script can read it.
    { do: 'keep', what: 'token', value: isOwner ? null : (credentials?.token ?? null) },
  )
}

/** A server of a later version needs a new page. Any other refusal leads back to the name field. */
const onLoginRefused = (world: World, error: ErrorMessage, moment: Moment): Step => {
  if (error.code === 'version_unsupported') return step({ ...world, notice: { kind: 'new-server' } })
  const [link] = update(world.link, { on: 'log-out' }, moment)
  return step(
    { ...world, link, notice: { kind: 'refused', code: error.code } },
    { do: 'keep', what: 'token', value: null },
  )
}

const onMatched = (world: World): Step => {
  const path = racePath(world.link.race?.view.id ?? '')
  return step(
    { ...world, notice: null, hint: null, down: new Map(), said: hushed(world.said) },
    { do: 'go', path },
  )
}

const onCounted = (world: World, count: number): Step => {
  const { race } = world.link
  if (count === 0 && race !== null)
    return step(
      { ...world, said: sayPolitely(world.said, { say: 'opened', word: wordAt(race.typing) }) },
      { do: 'sound', sound: 'go' },
    )
  return step(
    { ...world, said: sayPolitely(world.said, { say: 'count', value: count }) },
    { do: 'sound', sound: 'count' },
  )
}

/** A player who went on from a race that is over is not taken back to it. */
const onResumed = (world: World, { wasKnown, isSeatDone }: NoticeOf<'resumed'>): Step => {
  const path = racePath(world.link.race?.view.id ?? '')
  const fresh: World = wasKnown ? world : { ...world, hint: null, down: new Map() }
  return isSeatDone && wasKnown ? step(fresh) : step(fresh, { do: 'resume', path })
}

const onSeat = (world: World, { seat, before }: NoticeOf<'seat-changed'>): Step => {
  const view = world.link.race?.view
  const username = view?.seats[seat.seat]?.username
  const { state } = seat
  if (state !== 'away' && state !== 'left') return step(world)
  if (before?.state === state || username === undefined || seat.seat === view?.seat) return step(world)
  return step({ ...world, said: sayPolitely(world.said, { say: 'seat', username, state }) })
}

const onTold = (world: World, { message }: NoticeOf<'told'>): Step => {
  switch (message.type) {
    case 'chat':
      return step({ ...world, lines: addLine(world.lines, chatLine(message)) })
    case 'presence':
      return step({
        ...world,
        lines: addLine(world.lines, { line: message.event, username: message.username }),
      })
    case 'res_leaderboard':
      return step({ ...world, boardVersion: world.boardVersion + 1 })
    default:
      return assertNever(message)
  }
}
