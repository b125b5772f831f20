import { langOfLocale } from './words/words-of.ts'

/** What the environment says of the terminal and of the person at it. */
export const readConfig = () => {
  const { LC_ALL, LC_MESSAGES, LANG, NO_COLOR, TERM, npm_lifecycle_event } = process.env
  return {
    lang: langOfLocale(LC_ALL || LC_MESSAGES || LANG || ''),
    colour: !NO_COLOR,
    isDumb: TERM === 'dumb',
    /** `npm run` is the parent of this process, and waits for it. */
    isUnderNpm: npm_lifecycle_event !== undefined,
  }
}
