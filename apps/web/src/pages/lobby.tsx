import { BoardPart } from '../parts/board.tsx'
import { Enter } from '../parts/enter.tsx'
import { LiveRaces } from '../parts/live-races.tsx'
import { Talk } from '../parts/talk.tsx'
import { words } from '../words/spoken.ts'

export const Lobby = () => {
  const w = words.value
  return (
    <div class="lobby">
      <section class="hero">
        <h1>
          <span class="stop">{w.heroTyped}</span>
          <span class="left">{w.heroLeft}</span>
        </h1>
        <p class="lead">{w.heroLead}</p>
        <Enter />
      </section>
      <div class="below">
        <LiveRaces />
        <BoardPart />
      </div>
      <Talk />
    </div>
  )
}
