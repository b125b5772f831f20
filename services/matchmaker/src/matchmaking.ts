import { randomBytes } from 'node:crypto'
import type { Placement, SharedCluster, Ticket } from '@ketik/cluster'
import { COUNTDOWN_MS, graphemes, LEAD_MS, type RacePlan, WPM_FACTOR } from '@ketik/race'
import { type Log, metrics } from '@ketik/runtime'
import { pickText, type TextLibrary } from '../texts/texts.ts'
import type { Group } from './group.ts'
import { pairTickets } from './pair-tickets.ts'
import type { MatchmakerSettings } from './settings.ts'

export type PairingSettings = Pick<
  MatchmakerSettings,
  'seatsMax' | 'lang' | 'length' | 'raceMsMin' | 'slowestWpm'
>

const TICKETS_AT_ONCE = 400
/** A placed race that nobody announced for this long lost its matchmaker. */
const ANNOUNCED_WITHIN_MS = 2_000
/** A race is over at the latest when someone at this speed would have ended it. */
const SLOWEST_WPM = 10
const RACE_MS_MIN = 90_000
/** The deadline's job comes this much after the nodes' own timers, which are there before it. */
const DEADLINE_SLACK_MS = 5_000

/** Turns waiting tickets into races, and sees that each race placed is announced, by whichever matchmaker. */
export class Matchmaking {
  constructor(
    private readonly cluster: SharedCluster,
    private readonly texts: TextLibrary,
    private readonly settings: PairingSettings,
    private readonly log: Log,
  ) {}

  /** Pairs until nobody is left who could race. */
  async pairWaiting(): Promise<void> {
    for (;;) {
      const tickets = await this.cluster.queue.pairable(TICKETS_AT_ONCE)
      const groups = pairTickets(tickets, this.settings)
      if (groups.length === 0) return
      await this.#announce(await this.#place(groups))
    }
  }

  /** Announces races that a matchmaker placed but did not live to announce. */
  async announceLeftOver(): Promise<void> {
    const now = this.cluster.clock.now()
    const leftOver = (await this.cluster.queue.placed()).filter(
      ({ placedAt }) => now - placedAt >= ANNOUNCED_WITHIN_MS,
    )
    for (const { plan } of leftOver)
      this.log.warn({ race: plan.id }, 'announcing a race that its matchmaker left behind')
    await this.#announce(leftOver)
  }

  /** Those whose tickets were all there; where one has gone, or moved, those who are there are looked at again. */
  async #place(groups: readonly Group[]): Promise<readonly Placement[]> {
    const placements = groups.map(group => this.#plan(group))
    const answers = await this.cluster.queue.place(placements)
    const placed = placements.filter((_, i) => answers[i])
    for (const [i, { placedAt }] of placements.entries()) {
      if (!answers[i]) continue
      for (const { since } of groups[i]?.tickets ?? []) metrics.queueWait.observe(placedAt - since)
    }
    return placed
  }

  async #announce(placements: readonly Placement[]): Promise<void> {
    await Promise.all(placements.map(placement => this.#announceOne(placement)))
    await this.cluster.queue.announced(placements.map(({ plan }) => plan.id))
  }

  /** The race as it was created first, whoever announces it; telling a node twice does no harm. */
  async #announceOne({ plan, nodes, asked }: Placement): Promise<void> {
    const startsAt = Math.ceil(this.cluster.clock.now()) + LEAD_MS + COUNTDOWN_MS
    const endsAt = startsAt + (plan.endsAt - plan.startsAt)
    const race = await this.cluster.races.create({ ...plan, startsAt, endsAt }, nodes)
    for (const node of new Set(nodes)) this.cluster.inbox.addUrgent(node, ['plan', race, asked])
    await this.cluster.jobs.add(
      { kind: 'deadline', race: plan.id },
      race.plan.endsAt + DEADLINE_SLACK_MS - this.cluster.clock.now(),
    )
    this.log.info({ race: plan.id, seats: plan.seats.length, text: plan.text.id }, 'race announced')
  }

  #plan({ tickets, lang }: Group): Placement {
    const id = `r${randomBytes(9).toString('hex')}`
    const text = pickText(this.texts, { lang, length: this.settings.length, seed: id })
    const now = this.cluster.clock.now()
    const { raceMsMin = RACE_MS_MIN, slowestWpm = SLOWEST_WPM } = this.settings
    const slowestMs = (WPM_FACTOR * graphemes(text.text).length) / slowestWpm
    // Whole seconds, since clients of contract A count them down.
    const raceMs = 1_000 * Math.ceil(Math.max(raceMsMin, slowestMs) / 1_000)
    const isPrivate = tickets.some(({ room }) => room !== undefined)
    const isAgreed = isPrivate && tickets.every(({ rated }) => rated === true)
    const seats = tickets.map(toSeat)
    const plan: RacePlan = {
      id,
      text,
      startsAt: now,
      endsAt: now + raceMs,
      seats,
      ...(isPrivate ? { isPrivate } : {}),
      ...(isAgreed ? { isRated: true } : {}),
    }
    return {
      plan,
      nodes: tickets.map(({ node }) => node),
      asked: tickets.map(({ since }) => since),
      placedAt: now,
    }
  }
}

const toSeat = ({ player, username, timed, creditMs, resumable }: Ticket) => ({
  player,
  username,
  timed,
  creditMs,
  resumable,
})
