/** Letters and spacing marks take a place of their own in a line; one grapheme cluster may have many. */
const PLACED = /[\p{L}\p{Mc}]/gu

export const placesOf = (text: string): number => text.match(PLACED)?.length ?? 0
