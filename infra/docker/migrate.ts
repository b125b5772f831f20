import { createLog } from '@ketik/runtime'
import { prepareDatabase } from '@ketik/scores'
import { readConfig } from './config.ts'

// Brings the database to the schema that this image needs, and ends with code 0 once it is there.
const { databaseUrl, ownerUrl, logLevel } = readConfig()
const log = createLog('migrate', logLevel)
const services = await prepareDatabase(databaseUrl, ownerUrl)
if (services === 'owner and service')
  log.warn(
    'services can change the schema: give the migration DATABASE_OWNER_URL, and services a role of their own',
  )
log.info('the database has the schema of this version')
