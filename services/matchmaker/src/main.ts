import { runService } from '@ketik/runtime'
import { readConfig } from './config.ts'
import { startMatchmaker } from './start-matchmaker.ts'

await runService('matchmaker', readConfig, startMatchmaker)
