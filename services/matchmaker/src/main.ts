import { createLog, runService } from '@ketik/runtime'
import { readConfig } from './config.ts'
import { startMatchmaker } from './start-matchmaker.ts'

const config = readConfig()
const log = createLog('matchmaker', config.logLevel)
await runService(log, () => startMatchmaker(config, log))
