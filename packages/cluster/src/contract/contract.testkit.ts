import { describe } from 'vitest'
import type { OpenBackend } from './backend.testkit.ts'
import { jobsContract } from './jobs.testkit.ts'
import { lobbyContract } from './lobby.testkit.ts'
import { nodesContract } from './nodes.testkit.ts'
import { queueContract } from './queue.testkit.ts'
import { racesContract } from './races.testkit.ts'

/** What the shared state owes its users, whatever it is kept in. */
export const sharedStateContract = (name: string, open: OpenBackend): void => {
  describe(`races ${name}`, () => racesContract(open))
  describe(`the queue ${name}`, () => queueContract(open))
  describe(`the lobby ${name}`, () => lobbyContract(open))
  describe(`nodes ${name}`, () => nodesContract(open))
  describe(`jobs ${name}`, () => jobsContract(open))
}
