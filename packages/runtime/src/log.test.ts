import { expect, it } from 'vitest'
import { createLog } from './log.ts'

it('[PROXY-54] says what an error is and not what it contains', () => {
  const lines: string[] = []
  const log = createLog('test', 'info', { write: line => lines.push(line) })
  const refused = Object.assign(new Error('WRONGPASS invalid password', { cause: new Error('refused') }), {
    code: 'WRONGPASS',
    command: { name: 'auth', args: ['default', 'hunter2-hunter2'] },
    input: 'redis://:hunter2-hunter2@host',
  })
  log.warn({ err: refused, token: 'hunter2-hunter2', race: 'r1' }, 'Redis connection')
  log.warn({ err: 'hunter2-hunter2' }, 'not an error at all')
  expect(lines.join('')).not.toContain('hunter2')
  const [said] = lines.map(line => JSON.parse(line))
  expect(said).toMatchObject({ service: 'test', race: 'r1', msg: 'Redis connection' })
  expect(said.err).toMatchObject({ type: 'Error', code: 'WRONGPASS' })
  expect(said.err.message).toContain('invalid password')
  expect(said.err.stack).toContain('refused')
})
