import { refuse } from '@ketik/protocol'
import { SIGNALS } from '@ketik/race'
import { type Decision, REVIEWS_MAX, type Review, type ReviewKey } from '@ketik/scores'
import { Type } from 'typebox'
import { admitOperators } from '../admit-operators.ts'
import { forTheRecord, recordFields, type Said } from '../for-the-record.ts'
import type { HttpDeps } from '../http-deps.ts'
import { type Reply, type Route, route } from '../route.ts'
import { loggedKey, racedText, seatRow } from './seat-row.ts'

const PATH = '/api/admin/reviews/{race}/{seat}'

const params = Type.Object({
  race: Type.String({ minLength: 1, maxLength: 64 }),
  seat: Type.String({ pattern: '^[0-9]{1,2}$' }),
})
const key = { race: Type.String(), seat: Type.Integer({ minimum: 0 }) }

const page = Type.Object({
  reviews: Type.Array(
    Type.Object({
      ...key,
      username: Type.String(),
      at: Type.Number({ description: 'Of the finish, epoch milliseconds' }),
      lang: Type.String(),
      timed: Type.Enum(['keys', 'arrival']),
      wpm: Type.Number(),
      accuracy: Type.Union([Type.Number(), Type.Null()]),
    }),
    { maxItems: REVIEWS_MAX },
  ),
  next: Type.Optional(
    Type.String({ description: 'What `after` is for the next page; none when this is the last' }),
  ),
})

const whole = Type.Object({
  ...key,
  startsAt: Type.Number({ description: 'Epoch milliseconds' }),
  text: racedText,
  row: seatRow,
  keys: Type.Union([Type.Array(loggedKey), Type.Null()], {
    description: 'null: timed by arrival, or deleted since',
  }),
  signals: Type.Array(
    Type.Object({
      kind: Type.Enum(Object.keys(SIGNALS) as (keyof typeof SIGNALS)[]),
      verdict: Type.Enum(['hint', 'review', 'refused']),
      measured: Type.Number(),
      unit: Type.String({ description: 'Of what was measured' }),
    }),
    {
      description: 'As the keys show them now; none when the rhythm is another log’s, or a claim was doubted',
    },
  ),
  alike: Type.Array(
    Type.Object({ ...key, inCommon: Type.Integer({ description: 'Prints in common, of at most 32' }) }),
    { description: 'Stored logs of the same rhythm' },
  ),
  ownBest: Type.Union([Type.Number(), Type.Null()], {
    description: 'Best verified wpm that the same player typed before; null: none',
  }),
  reviewed: Type.Union([Type.Enum(['accepted', 'rejected']), Type.Null()]),
})

const decided = Type.Object({
  ...key,
  reviewed: Type.Enum(['accepted', 'rejected']),
  changed: Type.Boolean({ description: 'False: it had been decided so before' }),
})

const common = {
  400: 'A value is out of range, or the body is not such an object',
  403: 'The bearer token is not the secret of the operators, or they have none',
  503: 'PostgreSQL is away',
}

/** Results that were put in review: what an operator sees of them, and the decision. */
export const reviewRoutes = (deps: HttpDeps): readonly Route[] => {
  const { scores } = deps
  const admit = admitOperators(deps.adminSecret)
  const decide = (action: string, summary: string, decision: Decision['decision']) =>
    route({
      method: 'POST',
      path: `${PATH}/${action}`,
      summary,
      params,
      body: Type.Object(recordFields),
      answers: decided,
      refusals: {
        ...common,
        404: 'No such result was ever in review',
        409: 'It was decided otherwise before',
        413: 'The body is longer than 8 KiB',
      },
      admit,
      handle: given => decideOne(deps, { ...toKey(given), decision }, given),
    })
  return [
    route({
      path: '/api/admin/reviews',
      summary: 'Results that wait for an operator, the oldest first',
      query: Type.Object({
        limit: Type.Integer({ minimum: 1, maximum: REVIEWS_MAX, default: 20 }),
        after: Type.Optional(
          Type.String({ pattern: '^.{1,64}:[0-9]{1,2}$', description: '`next` of the page before' }),
        ),
      }),
      answers: page,
      refusals: common,
      admit,
      handle: async ({ limit, after }) => {
        const found = await scores.waitingReviews(limit, after === undefined ? undefined : keyBefore(after))
        const reviews = found.map(({ raceId, ...one }) => ({ race: raceId, ...one }))
        const last = reviews.at(-1)
        const isFull = last !== undefined && reviews.length === limit
        return { body: { reviews, ...(isFull ? { next: `${last.race}:${last.seat}` } : {}) } }
      },
    }),
    route({
      path: PATH,
      summary: 'One of them, or one decided: its text, keys, figures, and what is doubted',
      params,
      answers: whole,
      refusals: { ...common, 404: 'No such result was ever in review' },
      admit,
      handle: async given => {
        const review = await scores.review(toKey(given))
        return review === undefined ? { refusal: refuse('not_found') } : { body: shown(review) }
      },
    }),
    decide('accept', 'The result counts: boards and best at once, ratings too', 'accepted'),
    decide('reject', 'The result stays off every board', 'rejected'),
  ]
}

const toKey = ({ race, seat }: { readonly race: string; readonly seat: string }): ReviewKey => ({
  raceId: race,
  seat: Number(seat),
})

const keyBefore = (after: string): ReviewKey => {
  const colon = after.lastIndexOf(':')
  return { raceId: after.slice(0, colon), seat: Number(after.slice(colon + 1)) }
}

const shown = ({ raceId, row, signals, alike, ...review }: Review) => ({
  ...review,
  race: raceId,
  seat: row.seat,
  row,
  signals: signals.map(signal => ({ ...signal, unit: SIGNALS[signal.kind] })),
  alike: alike.map(one => ({ race: one.raceId, seat: one.seat, inCommon: one.inCommon })),
})

/** Rated also when it was accepted before: whoever accepted it may have died before that. A player is rated once. */
const decideOne = async (
  { node, scores }: HttpDeps,
  { raceId, seat, decision }: ReviewKey & Pick<Decision, 'decision'>,
  said: Said,
): Promise<Reply<{ race: string; seat: number; reviewed: Decision['decision']; changed: boolean }>> => {
  const outcome = await scores.decideReview({
    raceId,
    seat,
    decision,
    at: Math.round(node.now()),
    ...forTheRecord(said),
  })
  if (outcome === 'not in review') return { refusal: refuse('not_found') }
  if (outcome === 'decided otherwise') return { refusal: refuse('decided_otherwise') }
  if (decision === 'accepted') await scores.rateRaces([raceId])
  const changed = outcome === 'decided'
  if (changed) node.log.info({ race: raceId, seat, decision }, 'an operator decided a review')
  return { body: { race: raceId, seat, reviewed: decision, changed } }
}
