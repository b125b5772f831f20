import type { Row } from '../workload.ts'
import { startKetik } from './ketik-target.ts'
import { startRelay } from './relay-target.ts'

/** What can be measured beside each other. */
export const TARGETS: readonly Row[] = [
  { name: 'ketik', start: profileFile => startKetik({ profileFile }) },
  { name: 'ketik-v1', start: () => startKetik({ dialect: 'v1' }) },
  { name: 'bare', start: () => startRelay('bare') },
  { name: 'bare-batched', start: () => startRelay('bare', 'relay', { BATCH_MS: '5' }) },
  { name: 'bare-batched-50', start: () => startRelay('bare', 'relay', { BATCH_MS: '50' }) },
  { name: 'ws', isCompetitor: true, start: () => startRelay('ws') },
  { name: 'socket-io', isCompetitor: true, start: () => startRelay('socket-io', 'socket-io') },
  { name: 'colyseus', isCompetitor: true, start: () => startRelay('colyseus', 'colyseus') },
]
