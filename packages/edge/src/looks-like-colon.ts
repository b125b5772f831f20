import { foldUsername } from '@ketik/protocol'

/** Whether a sign could be taken for the colon behind a speaker's name. No name has such a sign. */
export const looksLikeColon = (sign: string): boolean => foldUsername(sign).includes(':')
