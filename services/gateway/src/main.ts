import { setFlagsFromString } from 'node:v8'
import { runService } from '@ketik/runtime'
import { readConfig } from './config.ts'
import { startGateway } from './start-gateway.ts'

// V8 optimizes what has run so many bytes of bytecode a few times over; its own 67,584 has TurboFan take a third of the
// CPU while everybody comes back to a node that has just started (docs/performance.md, storm).
setFlagsFromString('--interrupt-budget=300000')
await runService('gateway', readConfig, startGateway)
