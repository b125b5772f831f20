import { useApp } from '../app.tsx'
import { words } from '../words/spoken.ts'

/** In place of a part of the page that could not be fetched. */
export const PartFailed = () => {
  const { doors } = useApp()
  const w = words.value
  return (
    <div class="empty" role="alert">
      <h1>{w.partFailed}</h1>
      <p class="soft">{w.partFailedHint}</p>
      <button class="button main" type="button" onClick={doors.reload.now}>
        {w.reload}
      </button>
    </div>
  )
}
