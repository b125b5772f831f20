import type { ModerationAction } from '@ketik/cluster'
import { speakable, toAddressBlock } from '@ketik/edge'
import { foldUsername, isRefusal, type Refusal, refuse, toUsername } from '@ketik/protocol'
import { Type } from 'typebox'
import { admitOperators } from '../admit-operators.ts'
import { forTheRecord, recordFields, type Said } from '../for-the-record.ts'
import { fromCluster } from '../from-cluster.ts'
import type { HttpDeps } from '../http-deps.ts'
import { type Reply, type Route, route } from '../route.ts'

const YEAR_S = 365 * 24 * 60 * 60
const ANNOUNCEMENT_MAX = 500

const common = {
  /** From now; 0 lifts what stands. */
  seconds: Type.Integer({ minimum: 0, maximum: YEAR_S, description: 'How long from now; 0 lifts it' }),
  ...recordFields,
}
/** A player: by the name that the player has now, or had before a rename, or by the id that an earlier answer gave. */
const named = {
  name: Type.Optional(Type.String({ description: 'Of an account or of whoever is online under it' })),
  player: Type.Optional(Type.String({ minLength: 1, maxLength: 64, description: 'Instead of a name' })),
}
const answers = Type.Object({
  kind: Type.Enum(['mute', 'ban-name', 'ban-address', 'announce']),
  subject: Type.String({ description: 'The folded name, the address or network, or the text' }),
  player: Type.Optional(Type.String({ description: 'Whom it follows; none when nobody has the name' })),
  at: Type.Number({ description: 'Epoch milliseconds' }),
  until: Type.Number({ description: 'Epoch milliseconds' }),
})
const refusals = {
  400: 'The body is not such an object',
  403: 'The bearer token is not the secret of the operators, or they have none',
  413: 'The body is longer than 8 KiB',
  503: 'Redis or PostgreSQL is away; nothing is in force that is not in the record',
}

/** What a moderation action is about. */
type Named = Pick<ModerationAction, 'subject' | 'player'>
type Term = Said & { readonly seconds: number }

/** What an operator may do. Each is in the record before it is in force, on every node within a moment. */
export const adminRoutes = (deps: HttpDeps): readonly Route[] => {
  const admit = admitOperators(deps.adminSecret)
  return [
    route({
      method: 'POST',
      path: '/api/admin/mute',
      summary: 'Nobody receives what this player says, under any name, until then',
      body: Type.Object({ ...named, ...common }),
      answers,
      refusals,
      admit,
      handle: async given => impose(deps, 'mute', await playerNamed(deps, given), given),
    }),
    route({
      method: 'POST',
      path: '/api/admin/ban',
      summary: 'A player, or an address or network, is disconnected and refused, until then',
      body: Type.Object({
        ...named,
        address: Type.Optional(Type.String({ description: 'IPv4 or IPv6, or a network as address/bits' })),
        ...common,
      }),
      answers,
      refusals,
      admit,
      handle: async ({ name, player, address, ...term }) => {
        if (address === undefined)
          return await impose(deps, 'ban-name', await playerNamed(deps, { name, player }), term)
        if (name !== undefined || player !== undefined) {
          return { refusal: refuse('bad_field', { field: 'address' }) }
        }
        return await impose(deps, 'ban-address', network(address), term)
      },
    }),
    route({
      method: 'POST',
      path: '/api/admin/announce',
      summary: 'Everyone is told now, and newcomers until then',
      body: Type.Object({ text: Type.String({ minLength: 1, maxLength: ANNOUNCEMENT_MAX }), ...common }),
      answers,
      refusals,
      admit,
      handle: given => impose(deps, 'announce', announcement(given.text), given),
    }),
  ]
}

const impose = async (
  { node, scores }: HttpDeps,
  kind: ModerationAction['kind'],
  concerned: Named | Refusal,
  { seconds, ...said }: Term,
): Promise<Reply<ModerationAction>> => {
  if (isRefusal(concerned)) return { refusal: concerned }
  const at = Math.round(node.now())
  const action: ModerationAction = { kind, ...concerned, at, until: at + seconds * 1_000 }
  await scores.audit({
    action: kind,
    ...concerned,
    at,
    until: action.until,
    ...forTheRecord(said),
  })
  await fromCluster(node.cluster.lobby.impose(action))
  node.log.info({ kind, at, until: action.until }, 'an operator took a moderation action')
  return { body: action }
}

/** The player whom a name leads to: its account, also after a rename; otherwise who is online under it. */
const playerNamed = async (
  { node, scores }: HttpDeps,
  { name, player }: { readonly name?: string | undefined; readonly player?: string | undefined },
): Promise<Named | Refusal> => {
  if ((name === undefined) === (player === undefined)) return refuse('bad_field', { field: 'name' })
  if (name === undefined) return { subject: '', ...(player === undefined ? {} : { player }) }
  const username = toUsername(name)
  if (isRefusal(username)) return refuse('bad_field', { field: 'name' })
  const subject = foldUsername(username)
  const found =
    (await scores.accountPlayer(subject)) ?? (await fromCluster(node.cluster.lobby.holder(subject)))?.player
  return { subject, ...(found === undefined ? {} : { player: found }) }
}

const network = (raw: string): Named | Refusal => {
  const subject = toAddressBlock(raw)
  return subject === undefined ? refuse('bad_field', { field: 'address' }) : { subject }
}

const announcement = (raw: string): Named | Refusal => {
  const subject = speakable(raw).trim()
  return subject === '' ? refuse('bad_field', { field: 'text' }) : { subject }
}
