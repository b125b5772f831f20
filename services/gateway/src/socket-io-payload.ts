/** Where existing pages put a name and a text, in the order in which they are looked for. */
const NAMES = ['username', 'name']
const TEXTS = ['msg', 'message', 'text', 'data']

/** Called with the outcome when a client asked for it. */
export type Acknowledge = (outcome: Outcome) => void
type Outcome = { readonly ok: true } | { readonly ok: false; readonly code: string; readonly message: string }

/** What a client sent with an event: its payload, and how to acknowledge it. */
export const readEvent = (
  data: readonly unknown[],
): { readonly payload: unknown; readonly acknowledge: Acknowledge } => {
  const last = data.at(-1)
  return {
    payload: typeof data[0] === 'function' ? undefined : data[0],
    acknowledge: typeof last === 'function' ? outcome => last(outcome) : () => undefined,
  }
}

/** The name in a `join`: the string itself, or a field of it. An empty one is none. */
export const nameIn = (payload: unknown): string | undefined => stringIn(payload, NAMES)

/** The name in a `message`, of which a string is the text. */
export const nameBesideText = (payload: unknown): string | undefined =>
  typeof payload === 'string' ? undefined : nameIn(payload)

/** The text of a `message`; undefined when it has none. */
export const textIn = (payload: unknown): string | undefined => stringIn(payload, TEXTS)

export const tokenIn = (payload: unknown): string | undefined => stringIn(fieldsOf(payload), ['token'])

const stringIn = (payload: unknown, fields: readonly string[]): string | undefined => {
  const values =
    typeof payload === 'string' ? [payload] : fields.map(field => Reflect.get(fieldsOf(payload), field))
  return values.find((value): value is string => typeof value === 'string' && value.trim() !== '')
}

const fieldsOf = (payload: unknown): object =>
  typeof payload === 'object' && payload !== null ? payload : {}
