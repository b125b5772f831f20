// @vitest-environment jsdom
import { act, cleanup, configure, fireEvent, render, screen, waitFor } from '@testing-library/preact'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { AppProvider } from './app.tsx'
import { fillBrowser } from './browser-parts.testkit.ts'
import { Page } from './pages/page.tsx'
import { PaperServer } from './paper-server.testkit.ts'
import { Frame } from './parts/frame.tsx'
import { go } from './route.ts'
import { hasSound } from './settings/settings.ts'
import type { Shelf } from './shelf.ts'
import { startApp } from './start-app.ts'
import { language } from './words/spoken.ts'
import { leaderboard, matched, raceView } from './world/conversation.testkit.ts'

configure({ asyncUtilTimeout: 60_000 })

let server: PaperServer

const open = (
  path = '/',
  name: string | null = null,
  missingParts: readonly string[] = [],
  shelf?: Shelf,
): void => {
  history.replaceState(null, '', path)
  server = new PaperServer(shelf)
  for (const part of missingParts) server.missingParts.add(part)
  if (name !== null) server.shelf.set('name', name)
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
  act(() => server.welcome())
}

const race = (text: string): void => {
  act(() => server.send(matched(raceView(text, server.doors.now() - 1))))
  server.take()
}

const field = (): HTMLTextAreaElement => screen.getByLabelText('Type the text here')

const type = (keys: string): void => {
  for (const key of keys)
    act(() => {
      fireEvent(
        field(),
        new InputEvent('beforeinput', { inputType: 'insertText', data: key, cancelable: true }),
      )
    })
}

/** A sentence with a name, which has an element of its own. */
const shows = (sentence: string): Promise<void> =>
  waitFor(() => expect(document.body.textContent).toContain(sentence))

/** Keys from the ninth second on were typed while the connection was down. */
const recordWithOffline = {
  id: 'r9',
  text: { id: 't1', lang: 'en', chars: 6, text: 'abcdef' },
  startsAt: 1_000,
  endedAt: 20_000,
  cancelled: false,
  rows: [
    { seat: 0, username: 'Budi', timed: 'keys', won: true, state: 'finished', place: 1, wpm: 7.2, raw: 7.2 },
    { seat: 1, username: 'Ani', timed: 'keys', won: false, state: 'left' },
  ],
  curves: { 0: [[500, 16.67]] },
}

const ownKeysWithOffline = {
  seat: 0,
  keys: [
    [500, 'a'],
    [1_000, 'b'],
    [1_500, 'c', 9_000],
    [2_000, 'd', 9_000],
    [2_500, 'e', 9_000],
    [9_200, 'f'],
  ],
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

describe('a reset link', () => {
  const set = async (password: string): Promise<void> => {
    fireEvent.input(await screen.findByLabelText('New password'), { target: { value: password } })
    fireEvent.click(screen.getByRole('button', { name: 'Set password' }))
  }

  it('[ACCOUNT-25] asks for a new password and signs in; the token leaves the address at once', async () => {
    open('/reset#the-token')
    server.answers.set('POST /api/account/reset', { username: 'Budi', token: 'session' })
    await screen.findByRole('button', { name: 'Set password' })
    await waitFor(() => expect(location.pathname + location.hash).toBe('/reset'))
    await set('kuda poni terbang')
    await waitFor(() => expect(location.pathname + location.hash).toBe('/'))
    expect(server.asked).toEqual([
      ['POST /api/account/reset', { token: 'the-token', passphrase: 'kuda poni terbang' }, null],
    ])
    enter()
    expect(server.take()[0]).toMatchObject({ type: 'login', username: 'Budi', token: 'session' })
  })

  it('[ACCOUNT-25] says that it does not work any more', async () => {
    open('/reset#the-token')
    server.refusals.set('POST /api/account/reset', 'reset_over')
    await set('kuda poni terbang')
    expect(await screen.findByText(/This link was used, has expired/)).toBeTruthy()
    cleanup()
    open('/reset')
    expect(await screen.findByText(/This link was used, has expired/)).toBeTruthy()
  })
})

describe('the whole app on a paper server', () => {
  it('[WEB-1] a name and one click lead into the queue, and the server hears nothing else', async () => {
    open()
    expect(server.isOpen).toBe(false)
    fireEvent.input(screen.getByLabelText('Your name in the race'), { target: { value: 'Budi' } })
    fireEvent.click(screen.getByRole('button', { name: 'Race' }))
    enter()
    expect(server.take()).toEqual([{ type: 'login', username: 'Budi', v: 1 }, { type: 'req_matchmaking' }])
    act(() => server.send({ status: 'waiting', waiting_count: 3 }))
    expect(await screen.findByText('3 are waiting')).toBeTruthy()
  })

  it('[WEB-1] a returning player who opens /race is in the queue without a click', () => {
    open('/race', 'Budi')
    enter()
    expect(server.take()).toEqual([{ type: 'login', username: 'Budi', v: 1 }, { type: 'req_matchmaking' }])
  })

  it('[WEB-29] a race is typed from the keyboard alone, and ends in places and a rematch', async () => {
    open('/', 'Budi')
    enter()
    race('satu')
    await waitFor(() => expect(document.activeElement).toBe(field()))
    expect(location.pathname).toBe('/race/r1')
    type('satu')
    expect(server.take()).toMatchObject([
      { type: 'keys', race: 'r1', from: 0, keys: [{ 1: 's' }, { 1: 'a' }, { 1: 't' }, { 1: 'u' }] },
    ])
    act(() =>
      server.send({ type: 'game_over', race: 'r1', result: 'won', place: 1 }, leaderboard, {
        type: 'race_over',
        race: 'r1',
        standings: [
          {
            seat: 0,
            username: 'Budi',
            state: 'finished',
            place: 1,
            wpm: 90,
            raw: 92,
            accuracy: 1,
            consistency: 80,
          },
          { seat: 1, username: 'Ani', state: 'left' },
        ],
      }),
    )
    expect((await screen.findByRole('heading', { level: 1 })).textContent).toBe('You won.')
    expect(screen.getByText('not finished')).toBeTruthy()
    fireEvent.click(screen.getByRole('button', { name: 'Rematch' }))
    expect(server.take()).toEqual([{ type: 'req_matchmaking', room: 'rematch-secret', seats: 2, lang: 'en' }])
  })

  it('[CLIENT-13] keys typed while the connection is lost are sent after the snapshot, and the page says so meanwhile', async () => {
    open('/', 'Budi')
    enter()
    race('satu dua')
    type('sa')
    await waitFor(() => expect(server.take()).toHaveLength(1))
    act(() => server.drop())
    await waitFor(() => expect(server.isOpen).toBe(true))
    act(() => server.drop())
    expect(await screen.findByText(/your keys are kept/)).toBeTruthy()
    type('tu')
    await waitFor(() => expect(server.isOpen).toBe(true))
    const view = raceView('satu dua', server.doors.now() - 1_000)
    enter()
    act(() => server.send({ type: 'snapshot', race: view, ack: 1, keys: [[1, 's']], seats: [] }))
    const keys = server.take().filter(({ type }) => type === 'keys')
    expect(keys).toMatchObject([{ from: 1, keys: [{ 1: 'a' }, { 1: 't' }, { 1: 'u' }] }])
  })

  it('[WEB-23] paste is refused, with a sentence, and the text stays as typed', async () => {
    open('/', 'Budi')
    enter()
    race('satu')
    const paste = new InputEvent('beforeinput', {
      inputType: 'insertFromPaste',
      data: 'satu',
      cancelable: true,
    })
    act(() => {
      fireEvent(field(), paste)
    })
    expect(paste.defaultPrevented).toBe(true)
    expect((await screen.findAllByText(/Pasting does not count/)).length).toBeGreaterThan(0)
    expect(server.take()).toEqual([])
  })

  it('[RACE-62] a curly quote is sent as what the text has', async () => {
    open('/', 'Budi')
    enter()
    race("'a")
    type('’a')
    expect(server.take()).toMatchObject([{ keys: [{ 1: "'" }, { 1: 'a' }] }])
  })

  it('[WEB-25] a field that lost the focus says so, and any key brings it back', async () => {
    open('/', 'Budi')
    enter()
    race('satu')
    await waitFor(() => expect(document.activeElement).toBe(field()))
    act(() => field().blur())
    expect(await screen.findByText(/keys go elsewhere/)).toBeTruthy()
    fireEvent.keyDown(document.body, { key: 's' })
    expect(document.activeElement).toBe(field())
    await waitFor(() => expect(screen.queryByText(/keys go elsewhere/)).toBeNull())
  })

  it('[WEB-26] the language is switched on the page as it stands, and kept', async () => {
    open('/')
    fireEvent.click(screen.getByLabelText('Bahasa Indonesia', { selector: '[name=language]' }))
    expect(await screen.findByRole('heading', { name: 'Tercepat' })).toBeTruthy()
    expect(document.documentElement.lang).toBe('id')
    expect(server.shelf.get('language')).toBe('id')
    act(() => {
      language.value = 'en'
    })
  })

  it('[WEB-38] sounds are off until someone switches them on', () => {
    open('/')
    expect(hasSound.value).toBe(false)
    fireEvent.click(screen.getByLabelText('On'))
    expect(hasSound.value).toBe(true)
    expect(server.shelf.get('sound')).toBe('on')
    hasSound.value = false
  })

  it('[WEB-8] a full queue is a sentence with a button that asks again', async () => {
    open('/race', 'Budi')
    enter()
    act(() => server.send({ type: 'error', code: 'queue_full', message: '', retryable: true }))
    server.take()
    fireEvent.click(await screen.findByRole('button', { name: 'Try again' }))
    expect(server.take()).toEqual([{ type: 'req_matchmaking' }])
  })

  it('[WEB-15] a private room is a link: a player who opens it waits for the number of racers that it names', async () => {
    open('/room/kopi?seats=3', 'Budi')
    enter()
    server.take()
    fireEvent.click(screen.getByRole('button', { name: 'Enter the room' }))
    expect(server.take()).toEqual([{ type: 'req_matchmaking', room: 'kopi', seats: 3 }])
    expect(await screen.findByText('Waiting until 3 racers are here')).toBeTruthy()
  })

  it('[VERIFIED-4] a race in a private room counts for ratings only if this player agrees', () => {
    open('/room/kopi?seats=2', 'Budi')
    enter()
    server.take()
    fireEvent.click(
      screen.getByRole('checkbox', { name: 'Count this race for ratings if everyone here agrees' }),
    )
    fireEvent.click(screen.getByRole('button', { name: 'Enter the room' }))
    expect(server.take()).toEqual([{ type: 'req_matchmaking', room: 'kopi', seats: 2, rated: true }])
  })

  it('[VERIFIED-7] the leaderboard marks a result timed by arrival and explains the mark', async () => {
    const row = { rank: 1, username: 'Ani', wpm: 92.4, accuracy: null, races: 1, at: 1, race: 'r1' }
    open('/', 'Budi')
    enter()
    expect(screen.queryByText('≈', { exact: false })).toBeNull()
    server.answers.set('/api/leaderboard?timed=any', { window: 'all', data: [{ ...row, timed: 'arrival' }] })
    fireEvent.change(screen.getByLabelText('Which results'), { target: { value: 'any' } })
    expect(await screen.findByText(/^≈ Timed by arrival: /)).toBeTruthy()
    expect(screen.getByTitle('Timed by arrival').textContent).toContain('≈')
  })

  it('[WEB-16] the lobby shows messages, joins and leaves, and sends the player’s own messages', async () => {
    open('/', 'Budi')
    enter()
    act(() =>
      server.send(
        { type: 'chat', from: 'Ani', text: 'halo', at: 1 },
        { type: 'presence', event: 'join', username: 'Kofi', online: 9 },
      ),
    )
    await shows('Kofi came in')
    expect(screen.getByText('9 online')).toBeTruthy()
    server.take()
    const box = screen.getByLabelText('Message to everyone in the lobby')
    fireEvent.input(box, { target: { value: ' halo juga ' } })
    fireEvent.submit(box)
    expect(server.take()).toEqual([{ type: 'chat', text: 'halo juga' }])
  })

  it('[WEB-45] a part that a new version of the server no longer has: the page loads itself anew once, then says so', async () => {
    open('/players/Ani', 'Budi', ['player'])
    await waitFor(() => expect(server.reloads).toBe(1))
    expect(screen.getByText('Loading…')).toBeTruthy()
    cleanup()
    open('/players/Ani', 'Budi', ['player'])
    expect(await screen.findByText('This part of the page could not be loaded.')).toBeTruthy()
    expect(server.reloads).toBe(0)
    fireEvent.click(screen.getByRole('button', { name: 'Reload' }))
    expect(server.reloads).toBe(1)
    cleanup()
    open('/players/Ani', 'Budi')
    expect(await screen.findByText('Nobody by that name has raced here.')).toBeTruthy()
  })

  it('[WEB-45] nobody is taken out of a race for a part of the page', async () => {
    open('/', 'Budi', ['player'])
    enter()
    race('satu dua')
    act(() => go('/players/Ani'))
    expect(await screen.findByText('This part of the page could not be loaded.')).toBeTruthy()
    expect(server.reloads).toBe(0)
  })

  it('[WEB-45] a place in the queue is kept when a part of the page cannot be loaded', async () => {
    open('/race', 'Budi', ['player'])
    enter()
    expect(server.take()).toContainEqual({ type: 'req_matchmaking' })
    act(() => go('/players/Ani'))
    expect(await screen.findByText('This part of the page could not be loaded.')).toBeTruthy()
    expect(server.reloads).toBe(0)
    fireEvent.click(screen.getByRole('button', { name: 'Reload' }))
    expect(server.reloads).toBe(1)
  })

  it('[WEB-45] a race that begins while the page asks for the server is not interrupted', async () => {
    open('/players/Ani', 'Budi', ['player'])
    let answer = (_: boolean): void => {}
    let isAsked = false
    server.isServerThere = () => {
      isAsked = true
      return new Promise(resolve => {
        answer = resolve
      })
    }
    enter()
    await waitFor(() => expect(isAsked).toBe(true))
    race('satu dua')
    answer(true)
    act(() => go('/players/Ani'))
    expect(await screen.findByText('This part of the page could not be loaded.')).toBeTruthy()
    expect(server.reloads).toBe(0)
  })

  it('[WEB-46] charts are described in the unit of what they show', async () => {
    open('/diagnostics', 'Budi')
    expect((await screen.findAllByText(/average 0.0 ms, peak 0.0 ms/)).length).toBeGreaterThan(0)
    expect(screen.queryByText(/wpm/)).toBeNull()
  })

  it('[CLIENT-19] one run has one speed: heading, table, description of the chart and what is spoken agree', async () => {
    open('/', 'Budi')
    enter()
    race('satu dua tiga')
    type('satu dua tiga')
    const own = { seat: 0, username: 'Budi', state: 'finished', place: 1, wpm: 110.3, raw: 111.1 } as const
    const said = document.querySelector('#speech-polite')?.textContent ?? ''
    const shown = document.querySelector('.lane.mine .speed')?.textContent ?? ''
    expect(said.match(/[\d,]+/)?.[0]).toBe(shown.match(/[\d,]+(?= wpm)/)?.[0])
    act(() =>
      server.send(
        { type: 'game_over', race: 'r1', result: 'won', place: 1 },
        {
          type: 'race_over',
          race: 'r1',
          standings: [
            { ...own, accuracy: 1, consistency: 80, offlineMs: 12_400 },
            { seat: 1, username: 'Ani', state: 'left' },
          ],
        },
      ),
    )
    await shows('Budi: average 110.3 wpm')
    expect(screen.getAllByText('110.3')).toHaveLength(2)
    expect(document.querySelector('.tally .first dd')?.textContent).toBe('110.3')
    expect(screen.getByText('12.4 s')).toBeTruthy()
    expect(screen.getByText(/12.4 s offline/)).toBeTruthy()
  })

  it('[CLIENT-19] the official speed takes the place of the own figure everywhere, and a late tick does not change it', async () => {
    open('/', 'Budi')
    enter()
    race('satu dua tiga')
    type('satu dua tiga')
    const speeds = () => [
      document.querySelector('#speech-polite')?.textContent?.match(/[\d,]+/)?.[0],
      document.querySelector('.lane.mine .speed')?.textContent?.match(/[\d,]+(?= wpm)/)?.[0],
      document.querySelector('.dial.first b')?.textContent,
    ]
    expect(new Set(speeds()).size).toBe(1)
    act(() =>
      server.send(
        { type: 'seat', race: 'r1', seat: 1, state: 'finished', correct: 12, wpm: 120.4, place: 1 },
        { type: 'seat', race: 'r1', seat: 0, state: 'finished', correct: 13, wpm: 110.3 },
        {
          type: 'tick',
          race: 'r1',
          seats: [
            [0, 13, 97],
            [1, 13, 99],
          ],
        },
      ),
    )
    await waitFor(() => expect(speeds()).toEqual(['110', '110', '110']))
    expect(document.querySelector('.lane:not(.mine) .speed')?.textContent).toMatch(/^100.*120 wpm/)
    act(() => server.send({ type: 'game_over', race: 'r1', result: 'lost', place: 2 }))
    await shows('Budi: average 110.3 wpm')
    expect(document.querySelector('.tally .first dd')?.textContent).toBe('110.3')
    expect(document.querySelector('.standings .me')?.textContent).toContain('110.3')
    expect(screen.getByText('120.4')).toBeTruthy()
  })

  it('[CLIENT-19] a speed is shown only of a finished run, and a player who left cannot type on', async () => {
    open('/', 'Budi')
    enter()
    race('satu dua')
    act(() =>
      server.send(
        { type: 'tick', race: 'r1', seats: [[1, 3, 77]] },
        { type: 'seat', race: 'r1', seat: 1, state: 'left', correct: 3, wpm: 77 },
        { type: 'game_over', race: 'r1', result: 'won', reason: 'opponent_left', place: 1 },
      ),
    )
    expect(await screen.findByRole('heading', { name: 'You won: the others left.' })).toBeTruthy()
    expect(screen.queryByText('The others are still typing.')).toBeNull()
    expect(screen.queryByText('77.0')).toBeNull()
    expect(screen.getByText('not finished')).toBeTruthy()
  })

  it('[WEB-48] the part of a race that was typed offline is marked in the chart and in words', async () => {
    open('/', 'Budi')
    server.answers.set('/api/races/r9', recordWithOffline)
    server.answers.set('/api/races/r9/keys', { seats: [ownKeysWithOffline] })
    act(() => go('/race/r9'))
    await shows('Budi typed offline from 1.0 s to 9.0 s')
    expect(screen.getByText(/8.0 s offline/)).toBeTruthy()
  })

  it('[CLIENT-17] a race that was left does not come back, whatever the server still knows of it', async () => {
    open('/', 'Budi')
    enter()
    race('satu dua')
    act(() => fireEvent.click(screen.getByRole('button', { name: 'Leave the race' })) as never)
    expect(location.pathname).toBe('/')
    const { shelf } = server
    cleanup()
    for (const path of ['/', '/room/kopi?seats=2', '/race/r1']) {
      open(path, 'Budi', [], shelf)
      enter()
      server.take()
      const view = raceView('satu dua', server.doors.now() - 1_000)
      act(() => server.send({ type: 'snapshot', race: view, ack: 0, keys: [], seats: [] }))
      expect(server.take()).toEqual([{ type: 'leave_race' }])
      expect(location.pathname + location.search).toBe(path)
      expect(document.querySelector('.arena')).toBeNull()
      cleanup()
    }
  })

  it.each([
    ['/', 'Race'],
    ['/room/kopi?seats=2', 'Enter the room'],
  ])(
    '[CLIENT-18] a drop does not take a player who waits on %s for another race back to the last result',
    async (path, button) => {
      open('/', 'Budi')
      enter()
      race('satu')
      const view = raceView('satu', server.doors.now() - 1_000)
      type('satu')
      const seat = { seat: 0, state: 'finished', place: 1, wpm: 90 } as const
      act(() =>
        server.send(
          { type: 'game_over', race: 'r1', result: 'won', place: 1 },
          { type: 'race_over', race: 'r1', standings: [{ ...seat, username: 'Budi' }] },
        ),
      )
      act(() => go(path))
      fireEvent.click(await screen.findByRole('button', { name: button }))
      server.take()
      act(() => server.drop())
      await waitFor(() => expect(server.isOpen).toBe(true))
      enter()
      const [login, request] = server.take()
      expect(login).toEqual({ type: 'login', username: 'Budi', v: 1, token: 'secret' })
      expect(request).toMatchObject({ type: 'req_matchmaking' })
      act(() =>
        server.send({ type: 'snapshot', race: view, ack: 4, keys: [], seats: [{ ...seat, correct: 4 }] }),
      )
      expect(document.querySelector('.waiting')).not.toBeNull()
      expect(location.pathname + location.search).toBe(path)
    },
  )

  it('[WEB-60] the link of a race shows who has finished while it runs, and the end when it is stored', async () => {
    const seat = { timed: 'arrival', raw: null, accuracy: null, consistency: null } as const
    const ani = { ...seat, seat: 0, username: 'Ani', state: 'finished', place: 1, won: true, wpm: 91.5 }
    const budi = { ...seat, seat: 1, username: 'Budi', won: false }
    const running = {
      id: 'r7',
      text: { id: 't', lang: 'en', chars: 4 },
      startsAt: Date.now(),
      endedAt: null,
      cancelled: false,
      rows: [ani, { ...budi, state: 'racing' }],
      curves: {},
    }
    open('/race/r7')
    server.answers.set('/api/races/r7', running)
    expect(await screen.findByText('91.5', {}, { timeout: 10_000 })).toBeTruthy()
    expect(screen.queryByText('not finished')).toBeNull()
    server.answers.set('/api/races/r7', {
      ...running,
      endedAt: Date.now(),
      rows: [ani, { ...budi, state: 'left', reason: 'timeout' }],
    })
    expect(await screen.findByText('not finished', {}, { timeout: 10_000 })).toBeTruthy()
  })

  it('[WEB-19] an address that leads nowhere says so, with a way on', async () => {
    open('/nowhere')
    fireEvent.click(screen.getByRole('link', { name: 'Back to the lobby' }))
    expect(await screen.findByLabelText('Your name in the race')).toBeTruthy()
    act(() => go('/'))
  })
})
