import { Type } from 'typebox'
import { expect, it } from 'vitest'
import { readEnvironment } from './environment.ts'
import { SERVICE_VARIABLES, serviceSettings } from './service-settings.ts'

it('[TRANSPORT-16] the names of the admin port may have spaces around their commas', () => {
  const given = { ADMIN_NAMES: ' gateway-0.ketik , metrics,,\tketik ' }
  const settings = serviceSettings(readEnvironment(Type.Object(SERVICE_VARIABLES), given))
  expect(settings.adminNames).toEqual(['gateway-0.ketik', 'metrics', 'ketik'])
})
