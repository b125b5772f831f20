import { SettingError } from '@ketik/runtime'

/** What a migration needs to know. Throws SettingError. */
export const readConfig = () => {
  const { DATABASE_URL: databaseUrl = '', LOG_LEVEL: logLevel = 'info' } = process.env
  if (databaseUrl === '') throw new SettingError('settings: DATABASE_URL is missing')
  return { databaseUrl, logLevel } as const
}
