import type { Script } from '@ketik/cluster/memory'
import type { Sabotage } from './schedule.ts'

const withScript =
  (name: string, change: (meant: Script) => Script): Sabotage =>
  ({ memory }) => {
    const meant = memory.scripts[name]
    if (meant === undefined) throw new Error(`there is no script ${name}`)
    memory.scripts = { ...memory.scripts, [name]: change(meant) }
  }

/** Ways to break the shared state, each with the rule by which the model must notice. */
export const SABOTAGES: readonly (readonly [rule: string, what: string, sabotage: Sabotage])[] = [
  [
    'MODEL-1',
    'checkpoints are taken whatever the epoch',
    withScript('checkpoint', meant => (redis, keys, args) => {
      const [seat, , ...rest] = args
      const epoch = redis.hget(keys[0] ?? '', `e${seat}`) ?? ''
      return meant(redis, keys, [seat ?? '', epoch, ...rest])
    }),
  ],
  [
    'MODEL-2',
    'a record is saved whatever version stands',
    withScript('save-race', meant => (redis, keys, args) => {
      const state = JSON.parse(args[2] ?? '') as { version: number }
      const version = Number(redis.hget(keys[0] ?? '', 'v'))
      state.version = version + 1
      return meant(redis, keys, [`${version}`, `${version + 1}`, JSON.stringify(state), ...args.slice(3)])
    }),
  ],
  [
    'MODEL-3',
    'every finish is a victory',
    withScript('save-race', meant => (redis, keys, args) => {
      const [from = '', to = '', state = '', ...rest] = args
      return meant(redis, keys, [from, to, state.replaceAll(/"place":\d/g, '"place":1'), ...rest])
    }),
  ],
  [
    'MODEL-4',
    'the tickets of a race stay in the queue',
    withScript('place-tickets', () => (redis, keys, args) => {
      const answers: number[] = []
      for (let i = 4; i < args.length; i += 3 + 2 * Number(args[i + 2])) {
        redis.hset(keys[4] ?? '', args[i] ?? '', args[i + 1] ?? '')
        answers.push(1)
      }
      return answers
    }),
  ],
  [
    'MODEL-5',
    'PostgreSQL forgets what it has',
    ({ scores }) => {
      scores.isStored = () => false
    },
  ],
  [
    'MODEL-6',
    'jobs are lost',
    ({ memory }) => {
      memory.jobs.addRace = () => {}
    },
  ],
  [
    'MODEL-7',
    'keys are acknowledged and not kept',
    withScript('checkpoint', meant => (redis, keys, args) => {
      const answer = meant(redis, keys, args) as readonly [number, number]
      if (answer[0] === 1) redis.set(keys[1] ?? '', '')
      return answer
    }),
  ],
  ['MODEL-8', 'nobody knows where a player has its seat', withScript('seat-player', () => () => 1)],
  [
    'MODEL-9',
    'the bus garbles what it carries',
    ({ memory: { server } }) => {
      const publish = server.publish
      server.publish = (channel, payload) => publish(channel, `${payload}`.replace('{"from"', '{from'))
    },
  ],
]
