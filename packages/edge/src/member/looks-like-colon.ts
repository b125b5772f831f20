import { foldUsername } from '@ketik/protocol'

/** Whether a text has a sign that could be taken for the colon behind a speaker's name. No name has such a sign. */
export const looksLikeColon = (text: string): boolean => foldUsername(text).includes(':')
