import type { PlayerId } from '@ketik/race'
import { type Log, metrics } from '@ketik/runtime'
import type { Bus } from './bus.ts'
import type { ClusterClock } from './cluster-clock.ts'
import type { Names } from './names.ts'
import type { RedisClient } from './redis.ts'
import type { RunScript } from './scripts.ts'

/** An account's session as its token states it: the account's generation, the session's id and the token's id. */
export type Proof = {
  readonly player: PlayerId
  readonly generation: number
  readonly session: string
  readonly token: string
}

/** The owner of a name: an account in a generation, or nobody until an instant (epoch ms). */
export type Claim = { readonly player: PlayerId; readonly generation: number } | { readonly until: number }

/** A claim in PostgreSQL. Of two claims to one name, the one with the higher version is newer. */
export type NumberedClaim = Claim & { readonly foldedName: string; readonly version: number }
/** A session, or one token of it, that ends at an instant (epoch ms). */
export type EndedProof = { readonly id: string; readonly endsAt: number }
export type ClaimChanges = {
  readonly claims: readonly NumberedClaim[]
  readonly ended: readonly EndedProof[]
}

/** The permanent store of the names. */
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
/** Changes in one step. */
const AT_ONCE = 500

/**
 * A copy in Redis of the registered names and of the sessions that ended early, so that a login needs no query to
 * PostgreSQL. A mark in Redis says that the copy is complete. Without the mark, the copy is filled before anyone gets a
 * name.
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

  /** Call it once, before the first login. */
  fillFrom(source: ClaimSource): void {
    this.#source = source
  }

  /** The owner of a name. Undefined: the name is free. */
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

  /**
   * Whether a session is valid: its account has the name in that generation, and neither session nor token has ended.
   */
  async proves(folded: string, proof: Proof): Promise<boolean> {
    const claim = await this.of(folded) // first: it fills the copy that the next query reads
    if (claim === undefined || writeClaim(claim) !== writeClaim(proof)) return false
    const ends = await Promise.all(
      [proof.session, proof.token].map(id => this.redis.zscore(this.names.endedProofs, id)),
    )
    return ends.every(endsAt => endsAt === null || Number(endsAt) > this.clock.now())
  }

  /** Copies changes and announces the new ones to every node, in one step for each name. */
  async note({ claims, ended }: ClaimChanges): Promise<void> {
    await this.#write('', claims, ended)
  }

  /** Copies everything. Rejects when the source is away: then nobody knows the owner of a name. */
  fill(): Promise<void> {
    this.#filling ??= this.#fill().finally(() => {
      this.#filling = undefined
    })
    return this.#filling
  }

  /** Copies changes that a process stored but did not announce before it died, or everything if Redis has lost it. */
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
    this.log.info({ claims: count }, 'copied the registered names to Redis')
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

/** `player.generation`, or a minus and the instant. */
export const writeClaim = (claim: Claim): string =>
  'until' in claim ? `-${Math.round(claim.until)}` : `${claim.player}.${claim.generation}`

/** Reads the text of `writeClaim`. */
export const readClaim = (text: string): Claim => {
  if (text.startsWith('-')) return { until: Number(text.slice(1)) }
  const dot = text.lastIndexOf('.')
  return { player: text.slice(0, dot), generation: Number(text.slice(dot + 1)) }
}
