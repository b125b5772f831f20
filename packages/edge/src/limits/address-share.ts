import { CHAT_PER_TEN_SECONDS } from '../member/chat-rules.ts'
import type { EdgeSettings } from '../settings.ts'
import { Rate } from './rate.ts'

/** What an address may do of each, over all its connections at a node. */
export type AddressRates = {
  readonly connects: Rate
  readonly logins: Rate
  readonly races: Rate
  readonly chats: Rate
  /** In messages of at most a KiB; a longer one counts for each KiB it has begun. */
  readonly messages: Rate
  /** Requests of the HTTP interface, of files and of pages, and of Socket.IO's long-polling. */
  readonly requests: Rate
  readonly files: Rate
  readonly polls: Rate
}

/** Behind a NAT sit as many people as may connect: all at once, and then as fast as people do things. */
const PER_PERSON = {
  connects: 0.1,
  logins: 0.05,
  races: 0.05,
  chatters: 0.02,
  messages: 12,
  requests: 0.1,
  files: 0.5,
  polls: 0.5,
} as const
const REQUESTS_MIN = 20
const REQUESTS_BURST = { seconds: 3, min: 60 } as const
/** A first visit loads so many files. */
const FILES_PER_VISIT = 10
const CHATTERS_MIN = 20
const BURST_SECONDS = 2

export const addressRates = ({
  connectionsPerAddressMax: people,
  chatPerTenSeconds = CHAT_PER_TEN_SECONDS,
}: Pick<EdgeSettings, 'connectionsPerAddressMax' | 'chatPerTenSeconds'>): AddressRates => {
  const spoken = chatPerTenSeconds * Math.max(CHATTERS_MIN, people * PER_PERSON.chatters)
  const messages = people * PER_PERSON.messages
  const requests = Math.max(REQUESTS_MIN, people * PER_PERSON.requests)
  return {
    connects: new Rate(people, people * PER_PERSON.connects),
    logins: new Rate(people, people * PER_PERSON.logins),
    races: new Rate(people, people * PER_PERSON.races),
    chats: new Rate(spoken, spoken / 10),
    messages: new Rate(messages * BURST_SECONDS, messages),
    requests: new Rate(Math.max(REQUESTS_BURST.min, requests * REQUESTS_BURST.seconds), requests),
    files: new Rate(people * FILES_PER_VISIT, people * PER_PERSON.files),
    polls: new Rate(people, people * PER_PERSON.polls),
  }
}

/** One address (IPv6: its /64) at a node: its connections, and what it has used of its budgets. Times in monotonic ms. */
export class AddressShare {
  connections = 0
  /** Of them, those that only watch the diagnostics. */
  watching = 0
  private connects = 0
  private logins = 0
  private races = 0
  private chats = 0
  private messages = 0
  private requests = 0
  private files = 0
  private polls = 0

  constructor(private readonly rates: AddressRates) {}

  /** Takes so much of a budget and answers true, or takes nothing and answers false. */
  take(what: keyof AddressRates, now: number, cost = 1): boolean {
    const after = this.rates[what].take(this[what], now, cost)
    if (after === undefined) return false
    this[what] = after
    return true
  }

  /** How long until so much can be taken, in ms; 0 when it can be taken now. */
  waitMs(what: keyof AddressRates, now: number, cost = 1): number {
    return this.rates[what].waitMs(this[what], now, cost)
  }

  /** Counts one that was refused; 'deaf' when the address has asked on for so long that telling it is of no use. */
  refuse(what: keyof AddressRates, now: number): 'told' | 'deaf' {
    this.owe(what, now, 1)
    return this.rates[what].isOwedAll(this[what], now) ? 'deaf' : 'told'
  }

  /** Takes so much whether it is there or not: what an offence costs. */
  owe(what: keyof AddressRates, now: number, cost: number): void {
    this[what] = this.rates[what].owe(this[what], now, cost)
  }
}
