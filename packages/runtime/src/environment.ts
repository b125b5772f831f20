import { type Static, type TObject, Type } from 'typebox'
import { Value } from 'typebox/value'

/** A setting is wrong: the message names each variable and says what it takes. */
export class SettingError extends Error {
  override readonly name = 'SettingError'
}

/**
 * Settings from environment variables by a typebox schema whose property names are the variables' names.
 * Strings become numbers or booleans where the schema asks for them; defaults come from the schema.
 * Throws SettingError naming every variable that is missing or out of range.
 */
export const readEnvironment = <T extends TObject>(
  schema: T,
  environment: Readonly<Record<string, string | undefined>>,
): Static<T> => {
  const given: Record<string, unknown> = {}
  for (const name of Object.keys(schema.properties)) {
    if (environment[name] !== undefined && environment[name] !== '') given[name] = environment[name]
  }
  const settings = Value.Default(schema, Value.Convert(schema, given))
  if (Value.Check(schema, settings)) return settings as Static<T>
  const wrong = [...Value.Errors(schema, settings)].map(error =>
    error.keyword === 'required'
      ? `${error.params.requiredProperties.join(' and ')} must be set`
      : `${error.instancePath.slice(1)} ${error.message}`,
  )
  throw new SettingError(`settings: ${wrong.join('; ')}`)
}

/** A TCP port; 0 picks a free one. */
export const port = (byDefault: number) => Type.Integer({ minimum: 0, maximum: 65_535, default: byDefault })
