import specifications from '@asyncapi/specs'
import type { AsyncApiDocument } from '@ketik/protocol'
import { Ajv } from 'ajv'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startCluster, type TestCluster } from '../cluster.ts'
import { type Message, overTcp, overWebSocket, type Player } from '../player.ts'
import { humanKeys, meet, readyTypist, Typist } from '../typist.ts'
import { matchIn, started, typeAt } from './arrival-racing.ts'
import { type Recorded, recorded } from './recorded.ts'

/** Messages that this conversation cannot provoke, and the test that receives each. */
const UNSEEN: Readonly<Record<string, string>> = {
  'v1.cluster': 'Redis has to be away for it: faults.timing.test.ts',
}
const TOO_LONG = 'x'.repeat(20_000)

let cluster: TestCluster
let document: AsyncApiDocument
const conversations: Recorded[] = []

const gatewayPort = (gateway = cluster.gateways[0]) => gateway?.ports['http'] ?? 0
const edgePort = () => cluster.edges[0]?.ports['race'] ?? 0

const overSocket = async (name: string, audience: 'v1' | 'basic', gateway = cluster.gateways[0]) =>
  keep(await overWebSocket(gatewayPort(gateway), name), { channel: 'socket', audience })
const overStream = async (name: string) =>
  keep(await overWebSocket(gatewayPort(), name, `/stream/${name}`), { channel: 'stream', audience: 'basic' })
const overLines = async (name: string, audience: 'v1' | 'basic') =>
  keep(await overTcp(edgePort(), name), { channel: 'lines', audience })

const keep = (player: Player, side: Pick<Recorded, 'channel' | 'audience'>): Player => {
  conversations.push(recorded(player, side))
  return player
}

beforeAll(async () => {
  cluster = await startCluster({ gateways: 1, edges: 1 })
  const answer = await fetch(`http://127.0.0.1:${gatewayPort()}/api/asyncapi.json`)
  document = (await answer.json()) as AsyncApiDocument
})
afterAll(() => cluster.close())

it('[WIRE-2] the served document is valid AsyncAPI 3.0, and each of its references leads somewhere', () => {
  const ajv = new Ajv({ strict: false, validateFormats: false })
  const format: object = specifications.schemasWithoutId['3.0.0']
  const isValid = ajv.compile(format)
  expect([isValid(document), isValid.errors]).toEqual([true, null])
  const lines = { channel: { $ref: '#/channels/lines' } }
  expect(isValid({ ...document, operations: { wrong: { ...lines, action: 'shout' } } })).toBe(false)

  const text = JSON.stringify(document)
  const references = [...text.matchAll(/"\$ref":"#\/([^"]+)"/g)].map(([, path = '']) => path)
  expect(references.length).toBeGreaterThan(100)
  for (const path of references) expect([path, at(document, path)]).toEqual([path, expect.any(Object)])
  for (const { channel, messages } of Object.values(document.operations))
    for (const { $ref } of messages) expect($ref.startsWith(`${channel.$ref}/messages/`)).toBe(true)
})

it('[WIRE-3] each message of whole conversations is in the document, and fits its schema', async () => {
  await Promise.all([basicConversation(), v1Conversation(), nodeThatStops()])
  const seen = new Set(conversations.flatMap(checked))
  const missed = Object.keys(document.components.messages).filter(key => !seen.has(key))
  expect(missed.toSorted()).toEqual(Object.keys(UNSEEN).toSorted())
})

/** Two basic clients, by WebSocket and by TCP: queue, chat, leaderboards, a race to its end. */
const basicConversation = async (): Promise<void> => {
  const socket = await overSocket('cici', 'basic')
  const lines = await overLines('dedi', 'basic')
  const stream = await overStream('eka')
  for (const player of [socket, lines]) player.send({ type: 'login', username: player.name })
  for (const player of [socket, lines, stream]) {
    await player.next('res_leaderboard')
    player.send({ type: 'client_ip', ip: ['203.0.113.9'] })
    player.send({ type: 'chat', text: `halo dari ${player.name}` })
    await player.next(({ type, from }) => type === 'chat' && from === player.name)
    player.send({ type: 'req_matchmaking', room: `alone-${player.name}` })
    await player.next('waiting')
    player.send({ type: 'cancel_matchmaking' })
    await player.next('matchmaking_canceled')
    player.send({ type: 'finish', wpm: 80 })
    await player.next('error')
  }
  await matchIn('basic', [socket, lines, stream])
  const text = String((await started([socket, lines, stream]))['text'])
  await Promise.all([socket, lines, stream].map((player, index) => typeAt(player, text, 200 - 20 * index)))
  await Promise.all([socket, lines, stream].map(player => player.next('game_over')))
  await socket.next('leaderboard_update')
  lines.sendRaw(`${TOO_LONG}\n`)
  await lines.next('bye')
  for (const player of [socket, stream]) player.close()
}

/** Two v1 clients: a race with a disconnect and a return, and everything that a lobby offers. */
const v1Conversation = async (): Promise<void> => {
  const ani = await readyTypist(overSocket('ani', 'v1'))
  const budi = await readyTypist(overLines('budi', 'v1'))
  for (const { player } of [ani, budi]) {
    player.send({ type: 'chat', text: `halo dari ${player.name}` })
    player.send({ type: 'req_leaderboard', window: 'week', lang: 'en', timed: 'any' })
    await player.next(({ type, window }) => type === 'res_leaderboard' && window === 'week')
    player.send({ type: 'req_matchmaking', room: `alone-${player.name}` })
    await player.next('waiting')
    player.send({ type: 'leave_queue' })
    player.send({ type: 'keys', race: 'none', from: 0, keys: [[0, 'a']], ups: [[0, 80]] })
    await player.next('error')
  }
  const [race] = await meet([ani, budi], 'v1')
  const text = race?.text.text ?? ''
  const [fast, slow] = [humanKeys(text, 240, 1), humanKeys(text, 180, 2)]
  void ani.type(fast)
  const typed = budi.type(slow)
  await ani.player.next('tick')
  ani.stop()
  ani.player.destroy()
  await budi.player.next(({ type, state }) => type === 'seat' && state === 'away')
  ani.player = await overSocket('ani', 'v1')
  await ani.login(ani.token)
  ani.sent = Number((await ani.player.next('snapshot'))['ack'])
  await Promise.all([ani.type(fast), typed])
  await Promise.all([ani, budi].map(({ player }) => player.next('game_over')))
  await Promise.all([ani, budi].map(({ player }) => player.next('race_over')))
  await meet([ani, budi], 'left')
  ani.player.send({ type: 'leave_race' })
  await budi.player.next('game_over')
  ani.player.close()
  budi.player.sendRaw(`${TOO_LONG}\n`)
  await budi.player.next('bye')
}

const nodeThatStops = async (): Promise<void> => {
  const leaving = await cluster.addGateway()
  const fani = new Typist(await overSocket('fani', 'v1', leaving))
  await fani.login()
  const drained = leaving.drain?.()
  await fani.player.next('move')
  fani.player.close()
  await drained
  await leaving.close()
}

/** The keys of all messages of a conversation in the document; each fits the schema there. */
const checked = ({ player, channel, audience, sent }: Recorded): readonly string[] => {
  const ajv = new Ajv({ strict: false })
  ajv.addSchema(document, 'wire')
  const check = (action: 'receive' | 'send', message: Message): string => {
    const key = `${action === 'receive' ? 'client' : audience}.${message.type ?? message.status}`
    const listed = document.operations[`${channel}.${audience}.${action}`]?.messages
    expect(listed, JSON.stringify(message)).toContainEqual({ $ref: `#/channels/${channel}/messages/${key}` })
    const fits = ajv.compile({ $ref: `wire#/components/messages/${key}/payload` })
    expect([message, fits(message), fits.errors]).toEqual([message, true, null])
    return key
  }
  return [
    ...sent.map(message => check('receive', message)),
    ...player.heard.map(({ message }) => check('send', message)),
  ]
}

const at = (value: unknown, path: string): unknown =>
  path
    .split('/')
    .reduce<unknown>((inner, name) => (inner as Readonly<Record<string, unknown>> | undefined)?.[name], value)
