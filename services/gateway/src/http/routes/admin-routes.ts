import type { Measure } from '@ketik/cluster'
import { speakable, toAddressBlock } from '@ketik/edge'
import { foldUsername, isRefusal, type Refusal, refuse, toUsername } from '@ketik/protocol'
import { Type } from 'typebox'
import { admitOperators } from '../admit-operators.ts'
import { fromCluster } from '../from-cluster.ts'
import type { HttpDeps } from '../http-deps.ts'
import { type Reply, type Route, route } from '../route.ts'

const YEAR_S = 365 * 24 * 60 * 60
const ANNOUNCEMENT_MAX = 500

const common = {
  /** From now; 0 lifts what stands. */
  seconds: Type.Integer({ minimum: 0, maximum: YEAR_S, description: 'How long from now; 0 lifts it' }),
  reason: Type.Optional(Type.String({ maxLength: 500, description: 'For the record' })),
  operator: Type.Optional(Type.String({ maxLength: 64, description: 'Who does it, for the record' })),
}
const answers = Type.Object({
  kind: Type.Enum(['mute', 'ban-name', 'ban-address', 'announce']),
  subject: Type.String({ description: 'The folded name, the address or network, or the text' }),
  at: Type.Number({ description: 'Epoch milliseconds' }),
  until: Type.Number({ description: 'Epoch milliseconds' }),
})
const refusals = {
  400: 'The body is not such an object',
  403: 'The bearer token is not the secret of the operators, or they have none',
  413: 'The body is longer than 8 KiB',
  503: 'Redis or PostgreSQL is away; nothing is in force that is not in the record',
}

type Term = { readonly seconds: number; readonly reason?: string; readonly operator?: string }

/** What an operator may do. Each is in the record before it is in force, on every node within a moment. */
export const adminRoutes = (deps: HttpDeps): readonly Route[] => {
  const admit = admitOperators(deps.adminSecret)
  return [
    route({
      method: 'POST',
      path: '/api/admin/mute',
      summary: 'Nobody hears what this name says, until then',
      body: Type.Object({ name: Type.String(), ...common }),
      answers,
      refusals,
      admit,
      handle: given => impose(deps, 'mute', foldedName(given.name), given),
    }),
    route({
      method: 'POST',
      path: '/api/admin/ban',
      summary: 'A name, or an address or network, is kept out and put out, until then',
      body: Type.Object({
        name: Type.Optional(Type.String()),
        address: Type.Optional(Type.String({ description: 'IPv4 or IPv6, or a network as address/bits' })),
        ...common,
      }),
      answers,
      refusals,
      admit,
      handle: ({ name, address, ...term }) => {
        if ((name === undefined) === (address === undefined)) {
          return { refusal: refuse('bad_field', { field: name === undefined ? 'name' : 'address' }) }
        }
        return name === undefined
          ? impose(deps, 'ban-address', network(address ?? ''), term)
          : impose(deps, 'ban-name', foldedName(name), term)
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
  kind: Measure['kind'],
  subject: string | Refusal,
  { seconds, reason, operator }: Term,
): Promise<Reply<Measure>> => {
  if (isRefusal(subject)) return { refusal: subject }
  const at = Math.round(node.now())
  const measure: Measure = { kind, subject, at, until: at + seconds * 1_000 }
  await scores.audit({
    action: kind,
    subject,
    at,
    until: measure.until,
    ...(reason === undefined ? {} : { reason: speakable(reason) }),
    ...(operator === undefined ? {} : { operator: speakable(operator) }),
  })
  await fromCluster(node.cluster.lobby.impose(measure))
  node.log.info({ kind, at, until: measure.until }, 'an operator imposed a measure')
  return { body: measure }
}

const foldedName = (raw: string): string | Refusal => {
  const username = toUsername(raw)
  return isRefusal(username) ? refuse('bad_field', { field: 'name' }) : foldUsername(username)
}

const network = (raw: string): string | Refusal =>
  toAddressBlock(raw) ?? refuse('bad_field', { field: 'address' })

const announcement = (raw: string): string | Refusal => {
  const text = speakable(raw).trim()
  return text === '' ? refuse('bad_field', { field: 'text' }) : text
}
