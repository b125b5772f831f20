const PLAIN = /^[ -~]*$/

/** Whether a text is printable ASCII only, as most names and messages are. Most checks are then unnecessary. */
export const isPlain = (text: string): boolean => PLAIN.test(text)
