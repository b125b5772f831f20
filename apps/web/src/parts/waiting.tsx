import type { Queue } from '@ketik/client'
import { useApp } from '../app.tsx'
import { whole, words } from '../words/spoken.ts'
import { CopyLink } from './copy-link.tsx'
import { useSecondsSince } from './use-seconds.ts'

/** In the queue, or in a private room until everyone is there. */
export const Waiting = ({ queue }: { readonly queue: Queue }) => {
  const { tell } = useApp()
  const seconds = useSecondsSince(queue.since)
  const w = words.value
  const { room, seats } = queue.wish
  const isRematch = room?.startsWith('rematch-') ?? false
  const invites = room !== undefined && !isRematch
  return (
    <section class="waiting" aria-labelledby="waiting-title">
      <h2 id="waiting-title">
        {isRematch ? w.rematchWaiting : invites ? w.roomWaiting(seats ?? 2) : w.queueTitle}
      </h2>
      <span class="shuttle" aria-hidden="true" />
      {queue.waitingCount !== null && room === undefined && (
        <p class="count" aria-live="polite">
          {w.queueWaiting(queue.waitingCount)}
        </p>
      )}
      {invites && (
        <div class="invite">
          <CopyLink link={location.href} label={w.roomCopy} field={w.roomLink} />
        </div>
      )}
      {room === undefined && <p class="soft">{w.queueHint}</p>}
      <button class="button" type="button" onClick={() => tell({ on: 'leave-queue' })}>
        {w.queueLeave} <span class="figure soft">{w.queueSince(Number(whole(seconds)) || seconds)}</span>
      </button>
    </section>
  )
}
