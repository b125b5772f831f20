import { runService } from '@ketik/runtime'
import { readConfig } from './config.ts'
import { startGateway } from './start-gateway.ts'

await runService('gateway', readConfig, startGateway)
