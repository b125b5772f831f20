import type { Script } from '@ketik/cluster/memory'
import type { Sabotage } from './schedule.ts'

type NoticedSabotage = readonly [rule: string, what: string, sabotage: Sabotage]
type FaultyScript = (meant: Script, ...call: Parameters<Script>) => ReturnType<Script>

const inScript = (rule: string, what: string, name: string, faulty: FaultyScript): NoticedSabotage => [
  rule,
  what,
  ({ memory }) => {
    const meant = memory.scripts[name]
    if (meant === undefined) throw new Error(`there is no script ${name}`)
    memory.scripts = { ...memory.scripts, [name]: (...call) => faulty(meant, ...call) }
  },
]

/** Ways to break the shared state, each with the rule by which the model must notice. */
export const SABOTAGES: readonly NoticedSabotage[] = [
  inScript(
    'MODEL-1',
    'checkpoints are taken whatever the epoch',
    'checkpoint',
    (meant, redis, keys, args) => {
      const [seat = '', , ...rest] = args
      const epoch = redis.hget(keys[0] ?? '', `e${seat}`) ?? ''
      return meant(redis, keys, [seat, epoch, ...rest])
    },
  ),
  inScript(
    'MODEL-2',
    'a record is saved whatever version stands',
    'save-race',
    (meant, redis, keys, args) => {
      const version = Number(redis.hget(keys[0] ?? '', 'v'))
      const state = JSON.stringify({ ...JSON.parse(args[2] ?? ''), version: version + 1 })
      return meant(redis, keys, [`${version}`, `${version + 1}`, state, ...args.slice(3)])
    },
  ),
  inScript('MODEL-3', 'every finish is a victory', 'save-race', (meant, redis, keys, args) => {
    const [from = '', to = '', state = '', ...rest] = args
    return meant(redis, keys, [from, to, state.replaceAll(/"place":\d/g, '"place":1'), ...rest])
  }),
  inScript('MODEL-4', 'the tickets of a race stay in the queue', 'place-tickets', (_, redis, keys, args) => {
    const answers: number[] = []
    for (let i = 4; i < args.length; i += 3 + 2 * Number(args[i + 2])) {
      redis.hset(keys[4] ?? '', args[i] ?? '', args[i + 1] ?? '')
      answers.push(1)
    }
    return answers
  }),
  [
    'MODEL-5',
    'PostgreSQL forgets what it has',
    ({ scores }) => Object.assign(scores, { isStored: () => false }),
  ],
  ['MODEL-6', 'jobs are lost', ({ memory }) => Object.assign(memory.jobs, { addRace: () => {} })],
  inScript('MODEL-7', 'keys are acknowledged and not kept', 'checkpoint', (meant, redis, keys, args) => {
    const answer = meant(redis, keys, args) as readonly [number, number]
    if (answer[0] === 1) redis.set(keys[1] ?? '', '')
    return answer
  }),
  inScript('MODEL-8', 'nobody knows where a player has its seat', 'seat-player', () => 1),
  [
    'MODEL-9',
    'the bus garbles what it carries',
    ({ memory: { server } }) => {
      const { publish } = server
      server.publish = (channel, payload) => publish(channel, `${payload}`.replace('{"from"', '{from'))
    },
  ],
]
