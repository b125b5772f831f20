import { createHash, randomBytes } from 'node:crypto'

const TOKEN_BYTES = 32

/** A token for a link, of 256 random bits. Only its hash is stored, so the database opens no account. */
export const newResetToken = (): string => randomBytes(TOKEN_BYTES).toString('base64url')

export const resetTokenHash = (token: string): string =>
  createHash('sha256').update(token).digest('base64url')
