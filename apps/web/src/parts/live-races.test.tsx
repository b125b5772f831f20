// @vitest-environment jsdom
import { cleanup, render, screen } from '@testing-library/preact'
import { afterEach, expect, it } from 'vitest'
import { AppProvider } from '../app.tsx'
import { PaperServer } from '../paper-server.testkit.ts'
import { startApp } from '../start-app.ts'
import { FSI, PDI } from '../words/isolated.ts'
import { LiveRaces } from './live-races.tsx'

afterEach(cleanup)

it('[NAME-18] the label of a running seat keeps a name from the right to itself', async () => {
  const server = new PaperServer()
  const seats = [{ username: 'محمد', progress: 40 }]
  server.answers.set('/api/live', { races: [{ id: 'r1', startsAt: 0, seats }] })
  render(
    <AppProvider value={startApp(server.doors)}>
      <LiveRaces />
    </AppProvider>,
  )
  const track = await screen.findByRole('img')
  expect(track.getAttribute('aria-label')).toBe(`${FSI}محمد${PDI}: 40 %`)
})
