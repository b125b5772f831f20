import { createLog, runService } from '@ketik/runtime'
import { readConfig } from './config.ts'
import { startGateway } from './start-gateway.ts'

const config = readConfig()
const log = createLog('gateway', config.logLevel)
await runService(log, () => startGateway(config, log))
