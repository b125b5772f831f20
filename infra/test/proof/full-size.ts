import { inject } from 'vitest'

declare module 'vitest' {
  interface ProvidedContext {
    /** Whether tests run at the size that their rules name and are held to their bars, as in `npm run proof`. */
    readonly isFullSize: boolean
  }
}

export const isFullSize = (): boolean => inject('isFullSize')

/** `npm test` shows a behaviour with fewer players than `npm run proof`. */
export const sized = (full: number, small: number): number => (isFullSize() ? full : small)
