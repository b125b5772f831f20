import { fileURLToPath } from 'node:url'
import { readEnvironment, SERVICE_VARIABLES, serviceSettings } from '@ketik/runtime'
import { Type } from 'typebox'

export const variables = Type.Object({
  ...SERVICE_VARIABLES,
  /** Race jobs worked on side by side. */
  JOB_CONCURRENCY: Type.Integer({ minimum: 1, maximum: 1_000, default: 50 }),
  /** How many race together when more wait than two. */
  RACE_SEATS_MAX: Type.Integer({ minimum: 2, maximum: 16, default: 2 }),
  RACE_LANG: Type.Enum(['en', 'id'], { default: 'en' }),
  RACE_LENGTH: Type.Enum(['short', 'medium', 'long'], { default: 'medium' }),
})

export const readConfig = () => {
  const env = readEnvironment(variables, process.env)
  return {
    ...serviceSettings(env),
    jobConcurrency: env.JOB_CONCURRENCY,
    seatsMax: env.RACE_SEATS_MAX,
    lang: env.RACE_LANG,
    length: env.RACE_LENGTH,
    textsFolder: fileURLToPath(new URL('./texts/', import.meta.url)),
  } as const
}
