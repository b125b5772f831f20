import { Compile, type Validator } from 'typebox/compile'
import { type ClientMessage, clientMessageSchemas } from './client-message.ts'
import { type Refusal, refuse } from './refusal.ts'

export const FRAME_BYTES_MAX = 8 * 1024

// A Map, because `object[type]` would find what `__proto__` and `constructor` name.
const validators = new Map<string, Validator>(
  Object.entries(clientMessageSchemas).map(([type, schema]) => [type, Compile(schema) as Validator]),
)

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** Bytes as text, or `bad_utf8`. It keeps no reference to the bytes, which uWebSockets.js frees after the call. */
export const decodeUtf8 = (bytes: ArrayBuffer | Uint8Array): string | Refusal => {
  try {
    return utf8.decode(bytes)
  } catch {
    return refuse('bad_utf8')
  }
}

/** One message of a basic or v1 client from its JSON text. Each kind of malformed input has its own refusal. */
export const decodeClientMessage = (frame: string): ClientMessage | Refusal => {
  let message: unknown
  try {
    message = JSON.parse(frame)
  } catch {
    return refuse('bad_json')
  }
  if (typeof message !== 'object' || message === null || Array.isArray(message)) return refuse('bad_message')
  const type = 'type' in message ? message.type : undefined
  if (typeof type !== 'string') return refuse('bad_message')
  const validator = validators.get(type)
  if (validator === undefined) return refuse('unknown_type')
  if (validator.Check(message)) return message as ClientMessage
  const [first] = validator.Errors(message)
  return refuse('bad_field', { field: first === undefined ? type : fieldOf(first, type) })
}

const fieldOf = (error: unknown, type: string): string => {
  const path =
    typeof error === 'object' && error !== null && 'instancePath' in error ? error.instancePath : ''
  const missing =
    typeof error === 'object' && error !== null && 'params' in error
      ? (error.params as { requiredProperties?: readonly string[] }).requiredProperties?.[0]
      : undefined
  return missing ?? (typeof path === 'string' && path.length > 1 ? path.slice(1) : type)
}
