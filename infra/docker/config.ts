import { SettingError } from '@ketik/runtime'

/**
 * What a migration needs to know: the address of the services, and that of the owner where services have a role of their
 * own. Throws SettingError.
 */
export const readConfig = () => {
  const {
    DATABASE_URL: databaseUrl = '',
    DATABASE_OWNER_URL: ownerUrl = '',
    LOG_LEVEL: logLevel = 'info',
  } = process.env
  if (databaseUrl === '') throw new SettingError('settings: DATABASE_URL is missing')
  return { databaseUrl, ownerUrl: ownerUrl === '' ? databaseUrl : ownerUrl, logLevel } as const
}
