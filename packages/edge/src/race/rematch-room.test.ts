import { expect, it } from 'vitest'
import { SessionKeys } from '../accounts/session-keys.ts'
import { rematchRoom } from './rematch-room.ts'

const keys = new SessionKeys('a secret of some length')

it('[ALLOWANCE-7] the room of a rematch is the same at every node, and another for each race and secret', () => {
  const room = rematchRoom(keys, 'r1')
  expect(rematchRoom(keys, 'r1')).toBe(room)
  expect(room).toMatch(/^rematch-[A-Za-z0-9_-]{22}$/)
  expect(room).not.toContain('r1')
  const others = [rematchRoom(keys, 'r2'), rematchRoom(new SessionKeys('a secret of some lengths'), 'r1')]
  expect(new Set([room, ...others]).size).toBe(3)
})

it('[TRANSPORT-23] the room is the same at nodes that have the same two secrets in another order', () => {
  const secrets = ['the secret of last year', 'the secret of this year'] as const
  const [one, other] = [new SessionKeys(...secrets), new SessionKeys(secrets[1], secrets[0])]
  expect(rematchRoom(one, 'r1')).toBe(rematchRoom(other, 'r1'))
})
