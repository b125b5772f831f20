import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it, vi } from 'vitest'
import { scratchFolder } from '../test/scratch.ts'
import { openBoundedLog } from './bounded-log.ts'

const patiently = { timeout: 60_000 }

const folder = scratchFolder()

it('keeps what was there and at most two files of a size', async () => {
  const file = join(folder, 'x.log')
  for (const line of ['first', 'second']) {
    const log = openBoundedLog(file, 12)
    log.write(line)
    log.end()
    await vi.waitFor(() => expect(readFileSync(file, 'utf8')).toMatch(new RegExp(`${line}\n$`)), patiently)
  }
  const log = openBoundedLog(file, 12)
  for (const line of ['third', 'fourth', 'fifth']) log.write(line)
  log.end()
  await vi.waitFor(() => expect(readFileSync(file, 'utf8')).toBe('fifth\n'), patiently)
  expect(readFileSync(`${file}.1`, 'utf8')).toBe('third\nfourth\n')
  expect(readdirSync(folder)).toHaveLength(2)
})
