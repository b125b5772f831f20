import { expect, it } from 'vitest'
import { forServices, readyPorts } from './service-process.ts'

it('knows the line with which a service says that it serves', () => {
  expect(readyPorts('{"ready":true,"ports":{"http":8080,"host":"x"}}')).toEqual({ http: 8080 })
})

it.each(['', 'listening', '{"level":30,"msg":"ready"}', '{"ready":true}'])(
  'takes %j for a line of the log',
  line => {
    expect(readyPorts(line)).toBeUndefined()
  },
)

it('[TRANSPORT-42] a service does not get the address of the owner of the tables', () => {
  expect(forServices({ DATABASE_OWNER_URL: 'postgres://owner:secret@db/ketik', PATH: '/bin' })).toEqual({
    PATH: '/bin',
  })
})
