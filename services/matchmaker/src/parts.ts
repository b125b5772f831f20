/** The parts of a matchmaker, for a simulation that runs them without Redis and PostgreSQL. */
export { libraryOf } from '../texts/texts.ts'
export { createWork } from './create-work.ts'
export type { Group } from './group.ts'
export { pairTickets } from './pair-tickets.ts'
export { RaceJobs } from './race-jobs.ts'
export { Settling } from './settling.ts'
