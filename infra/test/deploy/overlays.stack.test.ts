import { afterEach, describe, inject, it } from 'vitest'
import { eventually } from '../eventually.ts'
import { docker } from './command.ts'
import { raceThrough } from './race-through.ts'
import { Stack } from './stack.ts'

const MINUTES_5 = 300_000
const MINUTES_10 = 600_000

let stack: Stack | undefined
afterEach(async () => {
  await stack?.down()
}, MINUTES_10)

describe.runIf(inject('noStack') === '')('the overlays', () => {
  it.each([
    ['[PROXY-32]', 'sentinel'],
    ['[PROXY-33]', 'cluster'],
  ])(
    '%s races over Redis %s, before and after its first primary is killed',
    async (_, name) => {
      const overlay = ['-f', 'docker-compose.yml', '-f', `infra/compose/${name}.yml`]
      stack = await Stack.prepare({ name, arguments: overlay })
      await stack.compose(['up', '-d', ...fewer])
      await stack.ready()
      await raceThrough(stack, 'before')
      const [primary = ''] = await stack.containers('redis')
      await docker('kill', primary)
      await eventually('races go on', () => raceThrough(stack, 'after').then(() => true), MINUTES_5)
      await docker('start', primary)
      await eventually('what was killed is a replica', async () => {
        const role = await docker('exec', primary, 'redis-cli', 'role')
        return role.startsWith('slave') ? true : undefined
      })
    },
    MINUTES_10,
  )
})

const fewer = ['--scale', 'gateway=2', '--scale', 'tcp-edge=1', '--scale', 'matchmaker=1']
