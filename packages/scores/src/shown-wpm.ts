/** A speed as boards and profiles show it: to one decimal. */
export const shownWpm = (wpm: number): number => Math.round(wpm * 10) / 10
