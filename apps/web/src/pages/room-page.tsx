import type { RaceWish } from '@ketik/client'
import { useEffect, useState } from 'preact/hooks'
import { useApp, usePiece } from '../app.tsx'
import { Choice } from '../parts/choice.tsx'
import { CopyLink } from '../parts/copy-link.tsx'
import { NameForm } from '../parts/enter.tsx'
import { Waiting } from '../parts/waiting.tsx'
import { words } from '../words/spoken.ts'
import { nameOf } from '../world/world.ts'

const SEATS = ['2', '3', '4', '5', '8', '16'] as const

/** `/room/:code`: those who open this link race each other. */
export const RoomPage = ({
  code,
  seats: asked,
}: {
  readonly code: string
  readonly seats: number | null
}) => {
  const { tell } = useApp()
  const name = usePiece(nameOf)
  const queue = usePiece(({ link }) => link.queue)
  const [seats, setSeats] = useState(String(asked ?? 2))
  const [isRated, setRated] = useState(false)
  const w = words.value
  // The link carries the number of racers, so that everyone waits for the same.
  useEffect(() => history.replaceState(null, '', `/room/${code}?seats=${seats}`), [code, seats])
  const wish: RaceWish = { room: code, seats: Number(seats), ...(isRated ? { rated: true } : {}) }
  return (
    <div class="hero">
      <h1>{w.roomTitle}</h1>
      {queue !== null ? (
        <Waiting queue={queue} />
      ) : (
        <div class="enter">
          <p class="lead">{w.roomLead}</p>
          <Choice
            name="room-seats"
            legend={w.roomSeats}
            options={SEATS.map(value => ({ value, label: value }))}
            value={SEATS.find(value => value === seats) ?? '2'}
            onChoose={setSeats}
          />
          <label class="agree">
            <input
              type="checkbox"
              checked={isRated}
              onChange={event => setRated(event.currentTarget.checked)}
            />
            {w.roomRated}
          </label>
          <div class="invite">
            <CopyLink
              link={`${location.origin}/room/${code}?seats=${seats}`}
              label={w.roomCopy}
              field={w.roomLink}
            />
          </div>
          {name === null ? (
            <NameForm wish={wish} label={w.roomEnter} />
          ) : (
            <div class="line">
              <button class="button main alone" type="button" onClick={() => tell({ on: 'ask-race', wish })}>
                {w.roomEnter}
              </button>
            </div>
          )}
        </div>
      )}
    </div>
  )
}
