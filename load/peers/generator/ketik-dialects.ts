import { setTimeout as pause } from 'node:timers/promises'
import { type Dialect, percentOf, type Racer, readProgress } from './dialect.ts'
import { Wire } from './wire.ts'

type Matched = {
  readonly race?: {
    readonly id: string
    readonly text: { readonly text: string }
    readonly seats: readonly { readonly username: string }[]
  }
}

const FAIL = /"type":"error"|"game_over"/
const AGAIN_MS = 500

/** Logs in; again after a refusal, since on a machine that others load too a cluster may be out of its own reach for a moment. */
export const logIn = async (wire: Wire, name: string, isV1: boolean): Promise<void> => {
  await wire.opened
  for (;;) {
    wire.send(`{"type":"login","username":"${name}"${isV1 ? ',"v":1' : ''}}`)
    const answer = await wire.heard(/^\{"type":"(res_leaderboard|error)"/)
    if (!answer.startsWith('{"type":"error"')) return
    console.error(`${name} tries again after ${answer}`)
    await pause(AGAIN_MS)
  }
}

/** The players of a race meet in a room of their own, and wait for the start. */
const enterRoom = (wire: Wire, { race, seats }: Racer): Promise<unknown> => {
  wire.send(`{"type":"req_matchmaking","room":"r${race}","seats":${seats}}`)
  return wire.heard(/^\{"type":"start_game"/)
}

/** Contract A: percents, as its clients send them. */
export const contractADialect: Dialect = async (racer, port, onSeen) => {
  const wire = new Wire(port, '/ws', text => {
    if (text.startsWith('{"type":"opponent_progress"')) readProgress(text, onSeen)
    else if (FAIL.test(text)) console.error(`${racer.name}: ${text}`)
  })
  await logIn(wire, racer.name, false)
  return {
    wire,
    enter: () => enterRoom(wire, racer),
    update: number => `{"type":"progress","progress":${percentOf(number)},"wpm":80}`,
  }
}

/** Protocol v1: every update is one key, right and dated. */
export const v1Dialect: Dialect = async (racer, port, onSeen) => {
  let race = ''
  let players: readonly number[] = []
  let keys: readonly string[] = []
  let startedAt = 0
  const wire = new Wire(port, '/ws', text => {
    if (text.startsWith('{"type":"tick"')) {
      const seats = JSON.parse(text.slice(text.indexOf('"seats":') + 8, -1)) as [number, number, number][]
      for (const [seat, correct] of seats) onSeen(players[seat] ?? 0, correct)
    } else if (text.startsWith('{"status":"matched"')) {
      const { race: plan } = JSON.parse(text) as Matched
      race = plan?.id ?? ''
      keys = [...(plan?.text.text ?? '')]
      players = plan?.seats.map(({ username }) => Number(username.slice(1))) ?? []
    } else if (text.startsWith('{"type":"start_game"')) startedAt = performance.now()
    else if (FAIL.test(text)) console.error(`${racer.name}: ${text}`)
  })
  await logIn(wire, racer.name, true)
  return {
    wire,
    enter: () => enterRoom(wire, racer),
    update: number => {
      const offset = Math.floor(performance.now() - startedAt)
      const key = JSON.stringify(keys[number - 1] ?? ' ')
      return `{"type":"keys","race":"${race}","from":${number - 1},"keys":[[${offset},${key}]]}`
    },
  }
}
