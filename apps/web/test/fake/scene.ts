/** What the fake server plays. */
const SCENES = [
  'first',
  'empty',
  'lobby',
  'owner',
  'queue',
  'countdown',
  'start',
  'race',
  'race-live',
  'race-away',
  'result',
  'won',
  'garbage',
  'old-server',
  'queue-full',
  'no-storage',
  'offline',
  'failing',
] as const

export type Scene = (typeof SCENES)[number]

export const isScene = (value: string): value is Scene => SCENES.some(scene => scene === value)
