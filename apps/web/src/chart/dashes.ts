/** Lines are told apart by their dashes and their names; only the own one has the accent. */
const DASHES: readonly (readonly number[])[] = [[], [8, 4], [2, 3], [10, 3, 2, 3], [5, 2], [1, 5]]

export const dashOf = (index: number): readonly number[] => DASHES[index % DASHES.length] ?? []
