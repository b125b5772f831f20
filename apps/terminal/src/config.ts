import { langOfLocale } from './words/words.ts'

/** What the environment says of the terminal and of the person at it. */
export const readConfig = () => {
  const { LC_ALL, LC_MESSAGES, LANG, NO_COLOR, TERM } = process.env
  return {
    lang: langOfLocale(LC_ALL || LC_MESSAGES || LANG || ''),
    colour: !NO_COLOR,
    isDumb: TERM === 'dumb',
  }
}
