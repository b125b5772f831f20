import { expect, it } from 'vitest'
import { Conversation } from './conversation.testkit.ts'

const pings = (player: Conversation) =>
  player
    .takeEffects()
    .flatMap(effect => (effect.do === 'send' && effect.message.type === 'ping' ? [effect.message] : []))

it('[CLIENT-2] five pings go out quickly after a login, then one every two seconds, and each echoes the last pong', () => {
  const player = new Conversation().start().tell({ on: 'opened' }).hear(new Conversation().welcome())
  expect(pings(player)).toEqual([{ type: 'ping', t: 1_000_000 }])
  player.pass(20).hear({ type: 'pong', t: 1_000_000, now: 77 })
  expect(pings(player.pass(480))).toMatchObject([{ echo: 77, heldMs: 100 }, {}, {}, {}])
  expect(pings(player.pass(1_900))).toHaveLength(0)
  expect(pings(player.pass(4_000))).toHaveLength(2)
})

it('[CLIENT-2] in a race a ping goes out every second', () => {
  const player = new Conversation().race()
  player.takeEffects()
  expect(pings(player.pass(10_000))).toHaveLength(10)
})
