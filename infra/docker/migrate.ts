import { createLog, SettingError } from '@ketik/runtime'
import { prepareDatabase } from '@ketik/scores'

// Brings the database to the schema that this image needs, and ends with code 0 once it is there. DATABASE_URL is the
// address of the services, DATABASE_OWNER_URL that of the owner where services have a role of their own.
const {
  DATABASE_URL: servicesUrl = '',
  DATABASE_OWNER_URL: ownerUrl,
  LOG_LEVEL: logLevel = 'info',
} = process.env
if (servicesUrl === '') throw new SettingError('settings: DATABASE_URL is missing')
const log = createLog('migrate', logLevel)
const services = await prepareDatabase(servicesUrl, ownerUrl || servicesUrl)
if (services === 'owner and service')
  log.warn(
    'services can change the schema: give the migration DATABASE_OWNER_URL, and services a role of their own',
  )
log.info('the database has the schema of this version')
