import type { Player } from '../../infra/test/player.ts'

const CLAIM_EVERY_MS = 300

/** A contract A player's race: claims even progress for `typedInMs` from its start, then the end; answers its outcome. */
export const claimRace = async (player: Player, typedInMs: number) => {
  await player.next('start_game', 30_000)
  const startedAt = performance.now()
  const claiming = setInterval(() => {
    const share = (performance.now() - startedAt) / typedInMs
    player.send({ type: 'progress', progress: Math.min(99, Math.floor(100 * share)), wpm: 60 })
  }, CLAIM_EVERY_MS)
  await new Promise(resolve => setTimeout(resolve, typedInMs))
  clearInterval(claiming)
  player.send({ type: 'finish', wpm: 60 })
  return await player.next('game_over', 60_000)
}
