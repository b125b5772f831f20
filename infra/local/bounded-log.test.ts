import { readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { scratchFolder } from '../test/scratch.ts'
import { openBoundedLog } from './bounded-log.ts'

const folder = scratchFolder()

it('keeps what was there and at most two files of a size', () => {
  const file = join(folder, 'x.log')
  for (const line of ['first', 'second']) openBoundedLog(file, 12)(line)
  expect(readFileSync(file, 'utf8')).toBe('first\nsecond\n')
  const log = openBoundedLog(file, 12)
  for (const line of ['third', 'fourth', 'fifth']) log(line)
  expect(readFileSync(file, 'utf8')).toBe('fifth\n')
  expect(readFileSync(`${file}.1`, 'utf8')).toBe('third\nfourth\n')
  expect(readdirSync(folder)).toHaveLength(2)
  rmSync(file)
  log('sixth')
  expect(readFileSync(file, 'utf8')).toBe('sixth\n')
})
