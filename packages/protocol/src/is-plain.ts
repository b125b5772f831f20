const PLAIN = /^[ -~]*$/

/** Whether a text is printable ASCII alone, as most names and messages are: what is asked of others is known of these. */
export const isPlain = (text: string): boolean => PLAIN.test(text)
