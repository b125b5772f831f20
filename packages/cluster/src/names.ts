import type { NodeId, PlayerId, RaceId } from '@ketik/race'

/** Every key and channel in Redis. Keys that change together share a hash tag, as Redis Cluster requires. */
export const createNames = (prefix: string) => {
  const p = prefix
  /** The prefix for BullMQ. Braces keep the keys of a queue in one slot. */
  const jobs = `{${p.replace(/[{}]/g, '')}jobs}`
  return {
    race: (id: RaceId) => `${p}{race:${id}}`,
    raceKeys: (id: RaceId, seat: number) => `${p}{race:${id}}:keys:${seat}`,
    tickets: `${p}{queue}:tickets`,
    queueOpen: `${p}{queue}:open`,
    queueFull: `${p}{queue}:full`,
    /** The prefix of each room's set. */
    queueRooms: `${p}{queue}:room:`,
    placed: `${p}{queue}:placed`,
    placedOfLate: `${p}{queue}:placed-of-late`,
    queueCount: `${p}{queue}:count`,
    lobbyOnline: `${p}{lobby}:online`,
    lobbyHeldBy: (node: NodeId) => `${p}{lobby}:node:${node}`,
    lobbyHistory: `${p}{lobby}:history`,
    lobbySequence: `${p}{lobby}:sequence`,
    lobbyModeration: `${p}{lobby}:measures`,
    claims: `${p}{lobby}:claims`,
    endedProofs: `${p}{lobby}:ended`,
    lobbyFeed: `${p}{lobby}:feed`,
    /** Nodes publish results here that change the ten best. */
    boardResults: `${p}{board}:results`,
    budget: (subject: string) => `${p}{budget:${subject}}`,
    nodes: `${p}{nodes}`,
    nodeRaces: (node: NodeId) => `${p}{node:${node}}:races`,
    seatOf: (player: PlayerId) => `${p}{seat:${player}}`,
    inbox: (node: NodeId) => `${p}{inbox:${node}}`,
    jobs,
    /** Keys that only `WriteProof` writes: one for each group of keys in one slot. */
    written: {
      nodes: `${p}{nodes}:written`,
      lobby: `${p}{lobby}:written`,
      queue: `${p}{queue}:written`,
      jobs: `${jobs}written`,
    },
  } as const
}

export type Names = ReturnType<typeof createNames>
