// @vitest-environment jsdom
import { act, cleanup, configure, render, screen } from '@testing-library/preact'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { AppProvider } from './app.tsx'
import { fillBrowser } from './browser-parts.testkit.ts'
import { Page } from './pages/page.tsx'
import { PaperServer } from './paper-server.testkit.ts'
import { Frame } from './parts/frame.tsx'
import { startApp } from './start-app.ts'
import { matched, raceView } from './world/conversation.testkit.ts'

configure({ asyncUtilTimeout: 60_000 })

const NAME = 'שרה'
const TEXT = 'سلام'
const THEIRS = /שרה|سلام|[\u2066-\u2069]/

let server: PaperServer

const open = (
  path: string,
  answers: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {},
): void => {
  history.replaceState(null, '', path)
  server = new PaperServer()
  for (const [asked, answer] of Object.entries(answers)) server.answers.set(asked, answer)
  server.shelf.set('name', NAME)
  render(
    <AppProvider value={startApp(server.doors)}>
      <Frame>
        <Page />
      </Frame>
    </AppProvider>,
  )
}

const enter = (): void => {
  act(() => server.open())
  act(() => server.welcome(NAME))
}

/** The texts of the page that hold what someone wrote, and whether each is in an element of its own. */
const theirs = (): readonly { readonly text: string; readonly isApart: boolean }[] => {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  const found: { text: string; isApart: boolean }[] = []
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    const text = node.textContent ?? ''
    if (THEIRS.test(text)) found.push({ text, isApart: node.parentElement?.localName === 'bdi' })
  }
  return found
}

const expectAllApart = (least: number): void => {
  const found = theirs()
  expect(found.filter(({ isApart }) => !isApart)).toEqual([])
  expect(found.length).toBeGreaterThanOrEqual(least)
}

const seat = {
  seat: 0,
  username: NAME,
  timed: 'keys',
  won: true,
  state: 'finished',
  place: 1,
  wpm: 7.2,
  raw: 7.2,
}
const record = {
  id: 'r9',
  text: { id: 't1', lang: 'en', chars: 6, text: 'abcdef' },
  startsAt: 1_000,
  endedAt: 20_000,
  cancelled: false,
  rows: [seat, { ...seat, seat: 1, won: false, place: 2 }],
  curves: {
    0: [
      [500, 16.67],
      [1_000, 100],
    ],
  },
  offlineMs: {},
}

beforeEach(() => {
  vi.spyOn(navigator, 'languages', 'get').mockReturnValue(['en'])
  fillBrowser()
})
afterEach(() => {
  cleanup()
  sessionStorage.clear()
  vi.restoreAllMocks()
})

it('[NAME-18] in the lobby every name and text of a player is apart', async () => {
  open('/', {
    '/api/online': { online: 2, players: [NAME] },
    '/api/leaderboard': {
      window: 'all',
      data: [{ rank: 1, username: NAME, wpm: 70, accuracy: 1, races: 1, at: 1, race: 'r1', timed: 'keys' }],
    },
    '/api/live': {
      races: [
        { id: 'r1', startsAt: 1, lang: 'en', watchers: 0, seats: [{ username: NAME, progress: 5, wpm: 7 }] },
      ],
    },
  })
  enter()
  act(() =>
    server.send(
      { type: 'chat', from: NAME, text: TEXT, at: 1 },
      { type: 'presence', event: 'join', username: NAME, online: 9 },
      { type: 'presence', event: 'leave', username: NAME, online: 8 },
    ),
  )
  await vi.waitFor(() => expectAllApart(7))
})

it('[NAME-18] in a race and its result every name of a player is apart', () => {
  open('/')
  enter()
  act(() =>
    server.send(
      matched({
        ...raceView('satu', server.doors.now() - 1),
        seats: raceView('satu', 0).seats.map(one => ({ ...one, username: NAME })),
      }),
    ),
  )
  expectAllApart(2)
  act(() => server.send({ type: 'seat', race: 'r1', seat: 1, state: 'away', correct: 1, wpm: 5 }))
  expectAllApart(3)
  act(() => server.send({ type: 'game_over', race: 'r1', result: 'lost', reason: 'timeout' }))
  expectAllApart(2)
})

it('[NAME-18] in the archive and on the page of a player every name is apart', async () => {
  open('/race/r9', { '/api/races/r9': record })
  await screen.findByRole('heading', { level: 1 })
  await vi.waitFor(() => expectAllApart(5))
})

it('[NAME-19] an owner and an operator have a mark with a label, outside of the name', () => {
  open('/')
  enter()
  act(() =>
    server.send(
      { type: 'chat', from: 'Dewi', text: 'satu', at: 1, owner: true },
      { type: 'chat', from: '[Ketik]', text: 'dua', at: 2, operator: true },
      { type: 'chat', from: 'Tamu', text: 'tiga', at: 3 },
    ),
  )
  const marks = ['Registered name', 'Operator'].map(name => screen.getByRole('img', { name }))
  expect(marks.map(mark => mark.parentElement?.textContent)).toEqual(['Dewi✓', '[Ketik]★'])
  expect(marks.map(mark => mark.closest('bdi'))).toEqual([null, null])
  expect(document.querySelectorAll('.mark')).toHaveLength(2)
})
