export type { MatchmakerSettings } from './settings.ts'
export { startMatchmaker } from './start-matchmaker.ts'
