import { render } from 'preact'
import { AppProvider } from './app.tsx'
import { openDoors } from './open-doors.ts'
import { Page } from './pages/page.tsx'
import { Frame } from './parts/frame.tsx'
import { startApp } from './start-app.ts'

const root = document.getElementById('app')
if (root === null) throw new Error('the page has no place for the app')

render(
  <AppProvider value={startApp(openDoors())}>
    <Frame>
      <Page />
    </Frame>
  </AppProvider>,
  root,
)
