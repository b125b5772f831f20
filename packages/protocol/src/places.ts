/** Letters and spacing marks each take a place in a line. One grapheme cluster can have many of them. */
const PLACED = /[\p{L}\p{Mc}]/gu

export const placesOf = (text: string): number => text.match(PLACED)?.length ?? 0
