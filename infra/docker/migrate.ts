import { createLog } from '@ketik/runtime'
import { migrate } from '@ketik/scores'
import { readConfig } from './config.ts'

// Brings the database to the schema that this image needs, and ends with code 0 once it is there.
const { databaseUrl, logLevel } = readConfig()
const log = createLog('migrate', logLevel)
await migrate(databaseUrl)
log.info('the database has the schema of this version')
