// @vitest-environment jsdom
import { cleanup, fireEvent, render, screen } from '@testing-library/preact'
import { afterEach, expect, it, vi } from 'vitest'
import { AppProvider } from '../app.tsx'
import { openDoors } from '../open-doors.ts'
import { PaperServer } from '../paper-server.testkit.ts'
import { startApp } from '../start-app.ts'
import { PrivateRoom } from './private-room.tsx'

afterEach(() => {
  cleanup()
  vi.restoreAllMocks()
})

it('[ALLOWANCE-8] the code of a new private room comes from the cryptographic source of the browser', () => {
  const { fillRandomly } = openDoors()
  vi.spyOn(Math, 'random').mockImplementation(() => {
    throw new Error('a predictable source')
  })
  render(
    <AppProvider value={startApp({ ...new PaperServer().doors, fillRandomly })}>
      <PrivateRoom />
    </AppProvider>,
  )
  const opened = Array.from({ length: 5 }, () => {
    fireEvent.click(screen.getByRole('button'))
    return location.pathname
  })
  for (const path of opened) expect(path).toMatch(/^\/room\/[ACDEFHJKLMNPQRTUVWXY]{6}$/)
  expect(new Set(opened).size).toBe(5)
})
