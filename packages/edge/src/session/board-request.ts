import { type ClientMessageOf, type Refusal, refuse } from '@ketik/protocol'
import type { Player } from './player.ts'

type Query = Omit<ClientMessageOf<'req_leaderboard'>, 'type'>

/** A client asks for a leaderboard. It waits for its turn, also when it has hung up, so that its messages keep their order. */
export const requestBoard = async (player: Player, query: Query): Promise<Refusal | undefined> => {
  const { turns } = player.node
  if (turns.isFull) return refuse('rate_limited')
  await new Promise<void>(look =>
    turns.take(player.transport.address, 'board', { isGone: () => false, look }),
  )
  await sendBoard(player, query)
  return undefined
}

export const sendBoard = async (player: Player, query: Query = {}): Promise<void> => {
  const { window = 'all', lang } = query
  // Clients of contract A see themselves, and they type no keys.
  const timed = player.v1 ? (query.timed ?? 'keys') : 'any'
  const board = await player.node.board.top({ window, timed, ...(lang === undefined ? {} : { lang }) })
  player.tell({
    type: 'res_leaderboard',
    username: player.membership?.username ?? '',
    data: board.data,
    window,
    ...(lang === undefined ? {} : { lang }),
    ...(player.v1 ? { timed } : {}),
    ...(board.stale ? { stale: true } : {}),
  })
}
