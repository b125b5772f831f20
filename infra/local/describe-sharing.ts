import type { WriteStream } from 'node:tty'
import { encode, renderUnicodeCompact } from 'uqr'
import { isEveryAddress, type Listening, webAddress } from './addresses.ts'
import { type Interfaces, reachableAddresses } from './reachable-addresses.ts'

/** A terminal of so many columns, or something else that reads the output. */
export type Screen = { readonly columns: number } | 'not a terminal'

export const screenOf = ({ isTTY, columns }: Pick<WriteStream, 'isTTY' | 'columns'>): Screen =>
  isTTY ? { columns } : 'not a terminal'

const quietZone = { border: 2 } as const
/** Bright white on black, whatever the colours of the terminal: many scanners read no inverted code. */
const light = '\x1b[97;40m'
const reset = '\x1b[0m'

/**
 * The lines that show how another device on the same network opens the web client, with a QR code of the first address
 * if the screen can show it. None if the cluster listens on the loopback alone.
 */
export function describeSharing(
  host: string,
  services: readonly Listening[],
  interfaces: Interfaces,
  screen: Screen,
): readonly string[] {
  const port = services.find(({ kind }) => kind === 'gateway')?.ports['http']
  if (port === undefined) return []
  const urls = reachableAddresses(host, interfaces).map(address => webAddress(address, port))
  const [first] = urls
  if (first === undefined) {
    return isEveryAddress(host) ? ['  This machine has no address that other devices can reach.'] : []
  }
  return [
    '  On a phone or another computer on the same network, open:',
    ...urls.map(url => `    ${url}`),
    ...qrCode(first, screen),
  ]
}

function qrCode(text: string, screen: Screen): readonly string[] {
  const indent = 4
  if (screen === 'not a terminal' || encode(text, quietZone).size + indent > screen.columns) return []
  const lines = renderUnicodeCompact(text, quietZone).split('\n')
  return ['', ...lines.map(line => `${' '.repeat(indent)}${light}${line}${reset}`)]
}
