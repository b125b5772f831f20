import { assertNever } from '@ketik/race'
import { useEffect } from 'preact/hooks'
import { Empty } from '../parts/empty.tsx'
import { type Route, route } from '../route.ts'
import { words } from '../words/spoken.ts'
import { LateDiagnosticsPage, LatePlayerPage, LateResetPage } from './late-page.tsx'
import { Lobby } from './lobby.tsx'
import { QuickPage } from './quick-page.tsx'
import { RacePage } from './race-page.tsx'
import { RoomPage } from './room-page.tsx'

/** The page of the address; those that a racer may never open come when they are opened. */
export const Page = () => {
  const to = route.value
  useTitle(to)
  switch (to.page) {
    case 'lobby':
      return <Lobby />
    case 'quick':
      return <QuickPage />
    case 'race':
      return <RacePage key={to.id} id={to.id} />
    case 'room':
      return <RoomPage code={to.code} seats={to.seats} />
    case 'player':
      return <LatePlayerPage name={to.name} />
    case 'reset':
      return <LateResetPage />
    case 'diagnostics':
      return <LateDiagnosticsPage />
    case 'missing':
      return <Empty title={words.value.notFound} way={{ label: words.value.backToLobby, href: '/' }} />
    default:
      return assertNever(to)
  }
}

const titleOf = (to: Route): string => {
  const w = words.value
  switch (to.page) {
    case 'diagnostics':
      return w.diagTitle
    case 'reset':
      return w.resetTitle
    case 'player':
      return to.name
    case 'room':
      return w.roomTitle
    case 'race':
      return w.race
    default:
      return ''
  }
}

/** Names the page, and puts the focus at its beginning when it is not the first one. */
const useTitle = (to: Route): void => {
  const title = titleOf(to)
  useEffect(() => {
    document.title = title === '' ? 'Ketik' : `${title} · Ketik`
  }, [title])
}
