import { assertNever } from '@ketik/race'
import type { ComponentType } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { Empty } from '../parts/empty.tsx'
import { type Route, route } from '../route.ts'
import { words } from '../words/spoken.ts'
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
      return (
        <Late
          load={() => import('./player-page.tsx').then(page => page.PlayerPage)}
          props={{ name: to.name }}
        />
      )
    case 'diagnostics':
      return (
        <Late load={() => import('./diagnostics-page.tsx').then(page => page.DiagnosticsPage)} props={{}} />
      )
    case 'missing':
      return <Empty title={words.value.notFound} way={{ label: words.value.backToLobby, href: '/' }} />
    default:
      return assertNever(to)
  }
}

type LateProps<P> = { readonly load: () => Promise<ComponentType<P>>; readonly props: P }

const Late = <P extends object>({ load, props }: LateProps<P>) => {
  const [page, setPage] = useState<{ Part: ComponentType<P> } | null>(null)
  // Each page is loaded once.
  useEffect(() => {
    void load().then(Part => setPage({ Part }))
  }, [])
  return page === null ? <Empty title={words.value.loading} /> : <page.Part {...props} />
}

const titleOf = (to: Route): string => {
  const w = words.value
  switch (to.page) {
    case 'diagnostics':
      return w.diagTitle
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
