import { createLog, runService } from '@ketik/runtime'
import { readConfig } from './config.ts'
import { startTcpEdge } from './start-tcp-edge.ts'

const config = readConfig()
const log = createLog('tcp-edge', config.logLevel)
await runService(log, () => startTcpEdge(config, log))
