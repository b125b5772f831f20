/** The pages and states that are looked at: pictures are made of each, and axe reads each. */
export type Shown = {
  readonly name: string
  readonly path: string
  readonly scene: string
  /** Waits until this is on the page. */
  readonly ready: string
  readonly press?: readonly string[]
  readonly click?: string
  readonly clickNext?: string
}

export const PAGES: readonly Shown[] = [
  { name: 'lobby-first', path: '/', scene: 'first', ready: '.board tr' },
  { name: 'lobby-empty', path: '/', scene: 'empty', ready: '.board .soft' },
  { name: 'lobby', path: '/', scene: 'lobby', ready: '.talk .mine' },
  { name: 'queue', path: '/race', scene: 'queue', ready: '.waiting .count' },
  { name: 'settings', path: '/', scene: 'lobby', ready: '.talk .mine', click: '.choices summary' },
  { name: 'account-first', path: '/', scene: 'first', ready: '.board tr', click: '.account summary' },
  { name: 'account-guest', path: '/', scene: 'lobby', ready: '.talk .mine', click: '.account summary' },
  {
    name: 'account-owner',
    path: '/',
    scene: 'owner',
    ready: '.talk .mine',
    click: '.account summary',
    clickNext: '.account details:last-child summary',
  },
  { name: 'countdown', path: '/', scene: 'countdown', ready: '.countdown b' },
  { name: 'race', path: '/', scene: 'race', ready: '.g.right', press: ['q', 'x'] },
  { name: 'race-away', path: '/', scene: 'race-away', ready: '.bar', press: [] },
  { name: 'result', path: '/', scene: 'result', ready: '.chart canvas' },
  { name: 'record', path: '/race/fake-race', scene: 'first', ready: '.chart canvas' },
  { name: 'player', path: '/players/Budi', scene: 'first', ready: '.recent tr' },
  { name: 'room', path: '/room/kopi-sore?seats=3', scene: 'first', ready: '.invite input' },
  {
    name: 'room-waiting',
    path: '/room/kopi-sore?seats=3',
    scene: 'lobby',
    ready: '.invite',
    click: '.button.main',
  },
  {
    name: 'diagnostics',
    path: '/diagnostics',
    scene: 'lobby',
    ready: '.stream .last li:nth-child(6) .figure',
  },
  { name: 'missing', path: '/nowhere', scene: 'first', ready: '.empty' },
  { name: 'garbage', path: '/', scene: 'garbage', ready: '.bar' },
  { name: 'old-server', path: '/', scene: 'old-server', ready: '.bar' },
  { name: 'queue-full', path: '/race', scene: 'queue-full', ready: '.bar' },
  { name: 'no-storage', path: '/', scene: 'no-storage', ready: '.bar' },
  { name: 'offline', path: '/', scene: 'offline', ready: '.bar' },
  { name: 'failing', path: '/', scene: 'failing', ready: '.board p' },
]

export const THEMES = ['dark', 'light', 'contrast'] as const

export const SIZES = [
  { name: 'phone', width: 320, height: 640 },
  { name: 'desktop', width: 1280, height: 800 },
  { name: '4k', width: 3840, height: 2160 },
] as const
