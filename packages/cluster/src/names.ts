import type { NodeId, PlayerId, RaceId } from '@ketik/race'

/** Every name the platform has in Redis. Keys that change together share a hash tag, so that Redis Cluster can hold them. */
export const createNames = (prefix: string) => {
  const p = prefix
  /** BullMQ's own prefix; braces keep one queue's keys in one slot. */
  const jobs = `{${p.replace(/[{}]/g, '')}jobs}`
  return {
    race: (id: RaceId) => `${p}{race:${id}}`,
    raceKeys: (id: RaceId, seat: number) => `${p}{race:${id}}:keys:${seat}`,
    tickets: `${p}{queue}:tickets`,
    queueOpen: `${p}{queue}:open`,
    queueFull: `${p}{queue}:full`,
    /** What the name of each room's set begins with. */
    queueRooms: `${p}{queue}:room:`,
    placed: `${p}{queue}:placed`,
    placedOfLate: `${p}{queue}:placed-of-late`,
    queueCount: `${p}{queue}:count`,
    lobbyOnline: `${p}{lobby}:online`,
    lobbyHeldBy: (node: NodeId) => `${p}{lobby}:node:${node}`,
    lobbyHistory: `${p}{lobby}:history`,
    lobbySequence: `${p}{lobby}:sequence`,
    lobbyMeasures: `${p}{lobby}:measures`,
    claims: `${p}{lobby}:claims`,
    endedProofs: `${p}{lobby}:ended`,
    lobbyFeed: `${p}{lobby}:feed`,
    /** Results that change the ten best, as nodes tell each other of them. */
    boardResults: `${p}{board}:results`,
    budget: (subject: string) => `${p}{budget:${subject}}`,
    nodes: `${p}{nodes}`,
    nodeRaces: (node: NodeId) => `${p}{node:${node}}:races`,
    seatOf: (player: PlayerId) => `${p}{seat:${player}}`,
    inbox: (node: NodeId) => `${p}{inbox:${node}}`,
    jobs,
    /** Keys that are only written: one beside each group of keys that is in one slot. */
    written: {
      nodes: `${p}{nodes}:written`,
      lobby: `${p}{lobby}:written`,
      queue: `${p}{queue}:written`,
      jobs: `${jobs}written`,
    },
  } as const
}

export type Names = ReturnType<typeof createNames>
