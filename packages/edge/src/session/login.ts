import type { Holder } from '@ketik/cluster'
import {
  type ClientMessageOf,
  isRefusal,
  PROTOCOL_VERSION,
  type Refusal,
  refuse,
  toUsername,
} from '@ketik/protocol'
import { GRACE_MS, isActive } from '@ketik/race'
import { authenticate, type Credential, proofIn } from '../member/authenticate.ts'
import type { Membership } from '../member/membership.ts'
import type { FoundSeat } from '../node/races.ts'
import type { LoginFailures } from './login-failures.ts'
import type { Player } from './player.ts'

/** Enough for a hang-up that came together with a login to be read as well. */
const HUNG_UP_MS = 10

/** What a connection brings for its login. */
export type LoginHint = {
  /** A name that logs in by connecting (`/stream/:username`). */
  readonly username?: string
  /** A session token that came with the upgrade, as a cookie of our own page. */
  readonly token?: string
}

export type LoginPlayer = Player & {
  readonly phase: { readonly at: string }
  membership: Membership | undefined
  readonly hint: LoginHint
  /** The name is this connection's, so it is in the lobby from here on. */
  enterLobby(isV1: boolean): void
  /** Goes on with the race that the player holds a seat in, if there is one. `asked`: the race that the client named. */
  resume(found: FoundSeat | undefined, asked?: string): Promise<void>
  /** Sends the leaderboard and the last messages. */
  greet(): Promise<void>
  /** What came behind the login counts for nothing. */
  dropBacklog(): undefined
  releaseName(): void
  refuse(refusal: Refusal): void
}

/** Works on a login message, and on what becomes of it when it is refused or meets a fault. */
export const logIn = async (
  player: LoginPlayer,
  message: ClientMessageOf<'login'>,
  failures: LoginFailures,
): Promise<Refusal | undefined> => {
  try {
    const refusal = await login(player, message)
    const hasFailed = refusal !== undefined && player.phase.at === 'greeting'
    return hasFailed ? failures.onRefused(player, refusal) : refusal
  } catch (error) {
    if (message.v !== PROTOCOL_VERSION && player.hint.username === undefined) throw error
    breakOff(player, error)
    return undefined
  }
}

/** Half a login would leave a player without its race: a client that can is sent to come back. */
const breakOff = (player: LoginPlayer, error: unknown): void => {
  player.node.log.warn({ err: error, session: player.id }, 'a login met a fault')
  player.refuse(refuse('unavailable'))
  player.close('lost')
}

/** One login from beginning to end. The player is in the lobby, or in its race, when it resolves without a refusal. */
const login = async (
  player: LoginPlayer,
  message: ClientMessageOf<'login'>,
): Promise<Refusal | undefined> => {
  const { node, share } = player
  const isV1 = message.v === PROTOCOL_VERSION
  if (message.v !== undefined && !isV1) return refuse('version_unsupported')
  if (!share.take('logins', performance.now())) return refuse('rate_limited')
  const username = toUsername(message.username)
  if (isRefusal(username)) return username
  // Its answer comes before any race that the welcome lets a client ask for.
  if (isV1) player.latency.measure()
  const { address } = player.transport
  const client = { address, pageToken: player.hint.token, isGone: () => !player.isOpen }
  const credentials = await authenticate(node, client, message, username)
  if (isRefusal(credentials)) return credentials
  const [first] = credentials
  const mayTakeOver = first !== undefined || isV1
  if (first !== undefined) await hangUpRead()
  if (player.isHungUp && mayTakeOver) return player.dropBacklog()
  // Asked for together with the name: a player who comes back in mid-race waits for one answer less.
  const finding = first && node.races.findSeat(first.identity.player, message.race).catch(() => undefined)
  const joined = await join(player, username, message, credentials)
  if (isRefusal(joined)) return joined
  if (!player.isOpen) {
    player.releaseName()
    return undefined
  }
  if (player.isHungUp && mayTakeOver) return player.dropBacklog()
  player.enterLobby(isV1)
  if (isV1) welcome(player, joined)
  // First the race, whose clock is running.
  if (isV1 && first !== undefined)
    await player.resume(stillHeld(await finding, joined.membership), message.race)
  const greeted = player.greet()
  // What a player says once it has its race back must not wait for the board; clients of contract A count on the order.
  if (isV1) greeted.catch(error => breakOff(player, error))
  else await greeted
  return undefined
}

/**
 * Resolves when a hang-up behind a login has been read. A node that stood still reads both at once, and its player may
 * race elsewhere by now: a name must not be taken over for a connection that is gone.
 */
const hangUpRead = () => new Promise<void>(resolve => setTimeout(resolve, HUNG_UP_MS))

/** A name that was taken; the token where it is an account's. */
type Joined = { readonly membership: Membership; readonly token: string | undefined }

/**
 * Takes the name, by the best credential or as somebody new. A client of contract A that shows nothing gets the next
 * number of a name in use, because it has no way to ask for another one.
 */
const join = async (
  player: LoginPlayer,
  username: string,
  { v, token }: ClientMessageOf<'login'>,
  [first, second]: readonly Credential[],
): Promise<Joined | Refusal> => {
  const mayNumber = v === undefined && token === undefined && first === undefined
  if (mayNumber) {
    const holder = newHolder(player, username, player.node.newId('p'))
    const joined = await player.node.members.joinNumbered(holder)
    return isRefusal(joined) ? joined : hold(player, joined)
  }
  const joined = await joinBy(player, username, first)
  // A page's own token may be older than its cookie, which another page had renewed.
  return isRefusal(joined) && joined.refused !== 'name_taken' && second !== undefined
    ? await joinBy(player, username, second)
    : joined
}

const joinBy = async (
  player: LoginPlayer,
  username: string,
  credential: Credential | undefined,
): Promise<Joined | Refusal> => {
  const { node } = player
  const holder = newHolder(player, username, credential?.identity.player ?? node.newId('p'))
  const joined = await node.members.join(holder, proofIn(credential))
  return isRefusal(joined) ? joined : hold(player, joined, credential)
}

const hold = (player: LoginPlayer, membership: Membership, credential?: Credential): Joined => {
  player.membership = membership
  return { membership, token: membership.isOwner ? credential?.token : undefined }
}

const newHolder = ({ id, node }: Player, username: string, player: string): Holder => ({
  player,
  node: node.id,
  session: id,
  door: 'json',
  username,
})

const welcome = (player: Player, { membership, token }: Joined): void => {
  const { node } = player
  player.tell({
    type: 'welcome',
    v: PROTOCOL_VERSION,
    username: membership.username,
    token: token ?? node.tokens.issue(membership.player, membership.username),
    node: node.id,
    now: node.now(),
    online: node.cluster.lobby.online,
    graceMs: GRACE_MS,
    ...(token === undefined ? {} : { account: true as const }),
  })
}

/** A seat found before its player had the name: a race that is over may have been followed by another one since. */
const stillHeld = (found: FoundSeat | undefined, { player }: Membership): FoundSeat | undefined => {
  const state = found?.race.seats[found.seat]
  const isOwn = found?.race.plan.seats[found.seat]?.player === player
  return isOwn && state !== undefined && isActive(state) ? found : undefined
}
