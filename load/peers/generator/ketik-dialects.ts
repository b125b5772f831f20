import { type Conversation, type Dialect, type OnSeen, percentOf, readProgress } from './dialect.ts'
import type { Racer } from './racer.ts'
import { frameOf, type RawSocket } from './raw-socket.ts'

type Matched = {
  readonly race?: {
    readonly id: string
    readonly text: { readonly text: string }
    readonly seats: readonly { readonly username: string }[]
  }
}

const FAIL = /"type":"error"|"game_over"/

/** The part that contract A and v1 share: log in, meet in a room of one's own, and wait for the start. */
const converse = (
  racer: Racer,
  login: string,
  seats: number,
  own: { onText(text: string): boolean; update(number: number): string },
): Conversation => {
  let socket: RawSocket | undefined
  let loggedIn = () => {}
  let started = () => {}
  return {
    onMessage: payload => {
      const text = payload.toString('utf8')
      if (own.onText(text)) return
      if (text.startsWith('{"type":"res_leaderboard"')) loggedIn()
      else if (text.startsWith('{"type":"start_game"')) started()
      else if (FAIL.test(text)) console.error(`${racer.name}: ${text}`)
    },
    login: opened =>
      new Promise(resolve => {
        socket = opened
        loggedIn = resolve
        opened.send(frameOf(login))
      }),
    enter: () =>
      new Promise(resolve => {
        started = resolve
        socket?.send(frameOf(`{"type":"req_matchmaking","room":"r${racer.race}","seats":${seats}}`))
      }),
    update: number => frameOf(own.update(number)),
  }
}

/** Contract A: percents, as its clients send them. */
export const contractADialect = (seats: number): Dialect => ({
  path: () => '/ws',
  converse: (racer, _, onSeen) =>
    converse(racer, `{"type":"login","username":"${racer.name}"}`, seats, {
      onText: text => text.startsWith('{"type":"opponent_progress"') && readProgress(text, onSeen),
      update: number => `{"type":"progress","progress":${percentOf(number)},"wpm":80}`,
    }),
})

/** Protocol v1: every update is one key, right and dated. */
export const v1Dialect = (seats: number): Dialect => ({
  path: () => '/ws',
  converse: (racer, _, onSeen) => {
    let race = ''
    let players: readonly number[] = []
    let keys: readonly string[] = []
    let startedAt = 0
    return converse(racer, `{"type":"login","username":"${racer.name}","v":1}`, seats, {
      onText: text => {
        if (text.startsWith('{"type":"tick"')) return readTick(text, players, onSeen)
        if (text.startsWith('{"status":"matched"')) {
          const { race: plan } = JSON.parse(text) as Matched
          race = plan?.id ?? ''
          keys = [...(plan?.text.text ?? '')]
          players = plan?.seats.map(({ username }) => Number(username.slice(1))) ?? []
        }
        if (text.startsWith('{"type":"start_game"')) startedAt = performance.now()
        return false
      },
      update: number => {
        const offset = Math.floor(performance.now() - startedAt)
        const key = JSON.stringify(keys[number - 1] ?? ' ')
        return `{"type":"keys","race":"${race}","from":${number - 1},"keys":[[${offset},${key}]]}`
      },
    })
  },
})

const readTick = (text: string, players: readonly number[], onSeen: OnSeen): true => {
  const seats = JSON.parse(text.slice(text.indexOf('"seats":') + 8, -1)) as [number, number, number][]
  for (const [seat, correct] of seats) onSeen(players[seat] ?? 0, correct)
  return true
}
