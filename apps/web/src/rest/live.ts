import { type Checked, checkerOf } from '@ketik/protocol'
import { Type } from 'typebox'

const liveRaceSchema = Type.Object({
  id: Type.String(),
  startsAt: Type.Number(),
  seats: Type.Array(Type.Object({ username: Type.String(), /** Percent. */ progress: Type.Number() })),
})

export const live = checkerOf(Type.Object({ races: Type.Array(liveRaceSchema) }))
export type LiveRace = Checked<typeof live>['races'][number]

export const online = checkerOf(
  Type.Object({ online: Type.Integer({ minimum: 0 }), players: Type.Array(Type.String()) }),
)
