import type { PlayerId } from '@ketik/race'
import { type Log, metrics } from '@ketik/runtime'
import type { Bus } from './bus.ts'
import type { ClusterClock } from './cluster-clock.ts'
import type { Names } from './names.ts'
import type { RedisClient } from './redis.ts'
import type { RunScript } from './scripts.ts'

/** An account's session, as its token says: the generation it was given in, its own id and that of the token. */
export type Proof = {
  readonly player: PlayerId
  readonly generation: number
  readonly session: string
  readonly token: string
}

/** Whose a name is: an account's in a generation, or nobody's until an instant (epoch ms). */
export type Claim = { readonly player: PlayerId; readonly generation: number } | { readonly until: number }

/** A claim as it is kept in PostgreSQL; of two of one name the higher version is newer. */
export type NumberedClaim = Claim & { readonly foldedName: string; readonly version: number }
/** A session, or one token of it, that is over from an instant on (epoch ms). */
export type EndedProof = { readonly id: string; readonly endsAt: number }
export type ClaimChanges = {
  readonly claims: readonly NumberedClaim[]
  readonly ended: readonly EndedProof[]
}

/** Where the names are kept for good. */
export type ClaimSource = {
  allChanges(): AsyncIterable<ClaimChanges>
  recentChanges(): Promise<ClaimChanges>
}

const NOTHING: ClaimChanges = { claims: [], ended: [] }
const NO_SOURCE: ClaimSource = {
  allChanges: async function* () {
    yield NOTHING
  },
  recentChanges: async () => NOTHING,
}
/** Changes that one step writes. */
const AT_ONCE = 500

/**
 * Which names are claimed, and which sessions ended early: a copy in Redis of what the source has, so that a login costs
 * no look-up of its own. Redis knows that the copy is whole; one that is not is filled before a name is given to anyone.
 */
export class ClaimedNames {
  #source = NO_SOURCE
  #filling: Promise<void> | undefined

  constructor(
    private readonly redis: RedisClient,
    private readonly run: RunScript,
    private readonly names: Names,
    private readonly bus: Bus,
    private readonly clock: Pick<ClusterClock, 'now'>,
    private readonly log: Log,
  ) {}

  /** To be called once, before anyone logs in. */
  fillFrom(source: ClaimSource): void {
    this.#source = source
  }

  /** Whose the name is; undefined when it is free. */
  async of(folded: string): Promise<Claim | undefined> {
    const read = () => this.redis.hmget(this.names.claims, '', folded)
    let [whole, claim] = await read()
    if (whole === null) {
      await this.fill()
      ;[whole, claim] = await read()
    }
    const known = typeof claim === 'string' ? readClaim(claim.slice(claim.indexOf(' ') + 1)) : undefined
    return known !== undefined && 'until' in known && known.until <= this.clock.now() ? undefined : known
  }

  /** Whether a session stands: its account has the name in that generation, and neither it nor its token has ended. */
  async proves(folded: string, proof: Proof): Promise<boolean> {
    const claim = await this.of(folded) // first: it fills what the other question reads
    if (claim === undefined || writeClaim(claim) !== writeClaim(proof)) return false
    const ends = await Promise.all(
      [proof.session, proof.token].map(id => this.redis.zscore(this.names.endedProofs, id)),
    )
    return ends.every(endsAt => endsAt === null || Number(endsAt) > this.clock.now())
  }

  /** Copies changes and tells every node of those that are new, in one step for each name. */
  async note({ claims, ended }: ClaimChanges): Promise<void> {
    await this.#write('', claims, ended)
  }

  /** Copies everything. Rejects when the source is away: then nobody knows whose a name is. */
  fill(): Promise<void> {
    this.#filling ??= this.#fill().finally(() => {
      this.#filling = undefined
    })
    return this.#filling
  }

  /** Copies what a process noted for good but did not live to tell, or everything when Redis has lost it. */
  async repair(): Promise<void> {
    if ((await this.redis.hget(this.names.claims, '')) === null) await this.fill()
    else await this.note(await this.#source.recentChanges())
  }

  async #fill(): Promise<void> {
    let count = 0
    for await (const { claims, ended } of this.#source.allChanges()) {
      await this.#write('fills', claims, ended)
      count += claims.length
    }
    await this.#write('whole', [], [])
    metrics.claimFills.inc()
    this.log.info({ claims: count }, 'the claimed names have been copied to Redis')
  }

  async #write(
    how: '' | 'fills' | 'whole',
    claims: readonly NumberedClaim[],
    ended: readonly EndedProof[],
  ): Promise<void> {
    for (let i = 0; i === 0 || i < Math.max(claims.length, ended.length); i += AT_ONCE) {
      const someClaims = claims.slice(i, i + AT_ONCE)
      const someEnded = ended.slice(i, i + AT_ONCE)
      if (how !== 'whole' && someClaims.length === 0 && someEnded.length === 0) return
      await this.run(
        'note-claims',
        [this.names.claims, this.names.endedProofs, this.names.lobbySequence],
        [
          how,
          this.names.lobbyFeed,
          this.bus.publishCommand,
          Math.round(this.clock.now()),
          someClaims.length,
          ...someClaims.flatMap(claim => [claim.foldedName, claim.version, writeClaim(claim)]),
          ...someEnded.flatMap(({ id, endsAt }) => [id, endsAt]),
        ],
      )
    }
  }
}

/** `player.generation`, or the instant behind a minus. */
export const writeClaim = (claim: Claim): string =>
  'until' in claim ? `-${Math.round(claim.until)}` : `${claim.player}.${claim.generation}`

/** What `writeClaim` wrote. */
export const readClaim = (text: string): Claim => {
  if (text.startsWith('-')) return { until: Number(text.slice(1)) }
  const dot = text.lastIndexOf('.')
  return { player: text.slice(0, dot), generation: Number(text.slice(dot + 1)) }
}
