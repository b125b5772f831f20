import { Type } from 'typebox'
import { expect, it } from 'vitest'
import { port, readEnvironment, SettingError } from './environment.ts'

const schema = Type.Object({
  PORT: port(8080),
  SECRET: Type.String({ minLength: 4 }),
  FAST: Type.Boolean({ default: false }),
})

it('[RUNTIME-1] settings come from the environment, converted, with their defaults; an empty one counts as absent', () => {
  expect(readEnvironment(schema, { SECRET: 'long enough', PORT: '', FAST: 'true', OTHER: 'x' })).toEqual({
    PORT: 8080,
    SECRET: 'long enough',
    FAST: true,
  })
  expect(readEnvironment(schema, { SECRET: 'long enough', PORT: '0' }).PORT).toBe(0)
})

it.each([
  [{}, 'SECRET must be set'],
  [{ SECRET: 'x' }, 'SECRET'],
  [{ SECRET: 'long enough', PORT: '70000' }, 'PORT'],
  [{ SECRET: 'long enough', PORT: 'http' }, 'PORT'],
])('[RUNTIME-1] a wrong setting is named in one line (%j)', (environment, said) => {
  expect(() => readEnvironment(schema, environment)).toThrow(SettingError)
  expect(() => readEnvironment(schema, environment)).toThrow(said)
})
