/** What it gives, or undefined where it throws: for questions to the system that have no answer for many reasons. */
export const attempt = <T>(ask: () => T): T | undefined => {
  try {
    return ask()
  } catch {
    return undefined
  }
}
