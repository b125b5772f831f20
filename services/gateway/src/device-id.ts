import { randomBytes } from 'node:crypto'

const ID_BYTES = 16
const ID = /^[A-Za-z0-9_-]{22}$/
/** The most that browsers keep a cookie for. The account forgets the browser 30 days after its last sign-in. */
export const DEVICE_COOKIE_SECONDS = 400 * 24 * 60 * 60

/** The id of a browser. The id alone opens nothing: it only says that this browser has signed in before. */
export const newDeviceId = (): string => randomBytes(ID_BYTES).toString('base64url')

export const isDeviceId = (text: string): boolean => ID.test(text)
