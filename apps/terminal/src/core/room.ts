/** What the protocol takes as the code of a private room. */
export const isRoom = (code: string): boolean => /^[A-Za-z0-9_-]{1,64}$/.test(code)
