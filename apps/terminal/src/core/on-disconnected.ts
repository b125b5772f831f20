import type { LinkFault, Notice } from '@ketik/client'
import { look, type Step, step, warn } from './effect.ts'
import { quitUnconfirmed } from './quit-unconfirmed.ts'
import { addressOf, addressText, type State } from './state.ts'

/** The program ends when the first connection failed this often per address. One that times out takes 8 s. */
const FIRST_TRIES = 6
const FIRST_TRIES_SLOW = 2

type Disconnected = Extract<Notice, { readonly on: 'disconnected' }>

/** The link tries again, unless more tries are of no use. */
export const onDisconnected = (state: State, notice: Disconnected): Step => {
  if (state.inputEnded !== null) return quitUnconfirmed(state)
  const { address, fault, wasOnline } = notice
  const failed: State = state.link.welcomed
    ? state
    : { ...state, faults: { ...state.faults, [address]: fault } }
  if (isHopeless(failed, notice)) return step(failed, { do: 'quit', problem: problemOf(failed) })
  const text = addressText(addressOf(state, address))
  if (wasOnline) return step(warn(failed, state.options.words.dropped(text)), look)
  // The program shows once why an address cannot be reached, and again when the cause is another.
  const known = state.faults[address]
  const isNews = !state.link.welcomed && known !== fault
  return step(isNews ? warn(failed, state.options.words.cannotConnect(text, fault)) : failed, look)
}

/** A connection that was there once is tried again without limit. */
const isHopeless = ({ options, link, faults }: State, { attempt, fault }: Disconnected): boolean => {
  const { addresses } = options
  if (link.welcomed || attempt < addresses.length) return false
  const isElsewhere = addresses.every((_, index) => isWrongService(faults[index]))
  const triesMax = fault === 'timed-out' ? FIRST_TRIES_SLOW : FIRST_TRIES
  return isElsewhere || attempt >= triesMax * addresses.length
}

const isWrongService = (fault: LinkFault | undefined): boolean => fault === 'not-ketik' || fault === 'silent'

/** Every address with its cause, a line for each. */
const problemOf = ({ options, faults }: State): string =>
  options.addresses
    .map((address, index) => options.words.cannotConnect(addressText(address), faults[index] ?? 'timed-out'))
    .join('\n')
