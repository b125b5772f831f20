import type { Account, InGeneration } from './account.ts'
import type { Database } from './database.ts'
import { KNOWN_FOR, type KnownPlaces, knownPlaces } from './known-places.ts'
import { type PasswordResets, passwordResets } from './password-resets.ts'

/** The owner of a name: an account, or nobody until an instant (epoch ms). The higher version is newer. */
export type NameClaim = {
  readonly foldedName: string
  readonly version: number
} & ({ readonly player: string; readonly generation: number } | { readonly until: number })

/** A session, or one token of it, that is over from an instant on (epoch ms). */
export type EndedSession = { readonly id: string; readonly endsAt: number }

export type AccountChanges = {
  readonly claims: readonly NameClaim[]
  readonly ended: readonly EndedSession[]
}

type WantedName = Pick<Account, 'player' | 'foldedName'> & {
  /** Someone else is online under the name. Then only the player who raced under it last can have it. */
  readonly isHeld?: boolean
}
type NewAccount = WantedName & Pick<Account, 'username' | 'passphrase'>
type Claimed = 'claimed' | 'name_claimed' | 'name_kept' | 'name_used' | 'name_taken'
type Renamed = 'renamed' | 'gone' | 'name_claimed' | 'name_kept' | 'name_used' | 'renamed_often'
/** How long nobody else can take a name that its owner gave up. */
export const NAME_KEPT_DAYS = 30
const KEPT_FOR = `${NAME_KEPT_DAYS} days`
/** Names that one account may keep back by renaming. */
const KEPT_NAMES_MAX = 3
const PAGE = 1_000
/** Longer than any session, so that an ended one is forgotten only when it would be over anyway. */
const ENDED_KEPT = '40 days'
const RECENT = '10 minutes'

/** Accounts in PostgreSQL. Changes are committed before they resolve; telling the cluster is up to the caller. */
export type AccountStore = KnownPlaces &
  PasswordResets & {
    /** `player`: of the guest, where the guest's token came along. Who raced under the name last gets its results. */
    claim(account: NewAccount): Promise<Claimed>
    /** The answer that `claim` would give now. */
    claimable(wanted: WantedName): Promise<Claimed>
    byName(foldedName: string): Promise<Account | undefined>
    /** The account if it is still in that generation and none of the ids (session, token) has ended. */
    inSession(who: InGeneration, ids: readonly string[]): Promise<Account | undefined>
    rename(who: InGeneration, username: string, foldedName: string): Promise<Renamed>
    /** Both end all sessions: the new generation, or undefined when there is no such account in that one. */
    setPassphrase(who: InGeneration, passphrase: string): Promise<number | undefined>
    endAllSessions(who: InGeneration): Promise<number | undefined>
    /**
     * Results that the owner typed stay without an owner, keys and standings. The other results go to guests. False
     * when there is no such account in that generation.
     */
    delete(who: InGeneration): Promise<boolean>
    endSession(session: EndedSession): Promise<void>
    /** Everything, in pages. */
    allChanges(): AsyncIterable<AccountChanges>
    /** What changed in the last ten minutes. */
    recentChanges(): Promise<AccountChanges>
    /** The claims to some names, at most one for each. */
    claimsOf(foldedNames: readonly string[]): Promise<readonly NameClaim[]>
    /** Removes what is over, and resolves with the number of rows. */
    prune(): Promise<number>
  }

const ACCOUNT = /* sql */ `
  select player, name as username, folded_name as "foldedName", passphrase, generation,
    floor(extract(epoch from created_at) * 1000)::float8 as "createdAt"
  from accounts`

const CLAIMS = /* sql */ `
  select folded_name as "foldedName", version::float8, player, generation, null::float8 as until, changed_at
    from accounts
  union all
  select folded_name, version::float8, null, null, floor(extract(epoch from until) * 1000)::float8, changed_at
    from kept_names where until > now()`

const ENDED = /* sql */ `
  select id, floor(extract(epoch from ends_at) * 1000)::float8 as "endsAt" from ended_sessions`

type ClaimRow = {
  foldedName: string
  version: number
  player: string | null
  generation: number | null
  until: number | null
}

export function accountStore(database: Database): AccountStore {
  const one = async <Row extends object>(doing: string, sql: string, values: readonly unknown[]) =>
    (await database.query<Row>(doing, sql, values))[0]
  const claims = async (doing: string, where: string, values: readonly unknown[] = []) =>
    (await database.query<ClaimRow>(doing, `select * from (${CLAIMS}) as claims ${where}`, values)).map(
      toClaim,
    )
  const ended = (doing: string, where: string, values: readonly unknown[] = []) =>
    database.query<EndedSession>(doing, `${ENDED} ${where}`, values)
  const nextGeneration = async (doing: string, set: string, values: readonly unknown[]) =>
    (
      await one<{ generation: number }>(
        doing,
        `update accounts set generation = generation + 1, version = nextval('account_changes'), changed_at = now()
          ${set} where player = $1 and generation = $2 returning generation`,
        values,
      )
    )?.generation

  return {
    ...knownPlaces(database),
    ...passwordResets(database),
    claim: async ({ player, username, foldedName, passphrase, isHeld = false }) => {
      const values = [player, username, foldedName, passphrase, isHeld]
      const row = await one<{ outcome: Claimed }>(
        'claiming a name',
        'select outcome from claim_name($1, $2, $3, $4, $5)',
        values,
      )
      return row?.outcome ?? 'name_claimed'
    },
    claimable: async ({ player, foldedName, isHeld = false }) => {
      const row = await one<{ outcome: Claimed }>(
        'looking whether a name can be claimed',
        'select claim_outcome($1, $2, $3, history_under($2, $1)) as outcome',
        [player, foldedName, isHeld],
      )
      return row?.outcome ?? 'name_claimed'
    },
    byName: foldedName =>
      one<Account>('reading an account', `${ACCOUNT} where folded_name = $1`, [foldedName]),
    inSession: ({ player, generation }, ids) =>
      one<Account>(
        'reading an account',
        `${ACCOUNT} where player = $1 and generation = $2
          and not exists (select from ended_sessions where id = any ($3) and ends_at <= now())`,
        [player, generation, ids],
      ),
    rename: async ({ player, generation }, username, foldedName) => {
      const row = await one<{ outcome: Renamed }>(
        'renaming an account',
        'select outcome from rename_account($1, $2, $3, $4, $5, $6)',
        [player, generation, username, foldedName, KEPT_FOR, KEPT_NAMES_MAX],
      )
      return row?.outcome ?? 'gone'
    },
    setPassphrase: ({ player, generation }, passphrase) =>
      nextGeneration('changing a passphrase', ', passphrase = $3', [player, generation, passphrase]),
    endAllSessions: ({ player, generation }) =>
      nextGeneration('ending the sessions of an account', '', [player, generation]),
    delete: async ({ player, generation }) => {
      const row = await one<{ folded: string | null }>(
        'deleting an account',
        'select delete_account($1, $2, $3) as folded',
        [player, generation, KEPT_FOR],
      )
      return typeof row?.folded === 'string'
    },
    endSession: async ({ id, endsAt }) => {
      await database.query(
        'ending a session',
        `insert into ended_sessions as e (id, ends_at) values ($1, to_timestamp($2::float8 / 1000))
          on conflict (id) do update set ends_at = least(e.ends_at, excluded.ends_at), changed_at = now()`,
        [id, endsAt],
      )
    },
    allChanges: async function* () {
      for (let after = ''; ; ) {
        const where = `where "foldedName" > $1 order by "foldedName" limit ${PAGE}`
        const page = await claims('reading the claimed names', where, [after])
        yield { claims: page, ended: [] }
        if (page.length < PAGE) break
        after = page.at(-1)?.foldedName ?? ''
      }
      for (let after = ''; ; ) {
        const where = `where id > $1 order by id limit ${PAGE}`
        const page = await ended('reading the ended sessions', where, [after])
        yield { claims: [], ended: page }
        if (page.length < PAGE) break
        after = page.at(-1)?.id ?? ''
      }
    },
    recentChanges: async () => {
      const since = `where changed_at > now() - interval '${RECENT}'`
      return {
        claims: await claims('reading the latest claims', since),
        ended: await ended('reading the sessions ended last', since),
      }
    },
    claimsOf: foldedNames =>
      claims('reading whose some names are', 'where "foldedName" = any ($1)', [foldedNames]),
    prune: async () => {
      const gone = await database.query(
        'forgetting what is over',
        `with names as (delete from kept_names where until < now() - interval '1 day' returning 1),
          sessions as (delete from ended_sessions where ends_at < now() - interval '${ENDED_KEPT}' returning 1),
          places as (delete from known_places where seen_at < now() - interval '${KNOWN_FOR}' returning 1)
          select * from names union all select * from sessions union all select * from places`,
      )
      return gone.length
    },
  }
}

function toClaim({ foldedName, version, player, generation, until }: ClaimRow): NameClaim {
  if (player !== null && generation !== null) return { foldedName, version, player, generation }
  return { foldedName, version, until: until ?? 0 }
}
