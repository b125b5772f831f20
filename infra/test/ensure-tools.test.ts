import { delimiter, join } from 'node:path'
import { afterEach, expect, it, vi } from 'vitest'
import { findCommand } from '../local/debian-package.ts'
import { ensureTools } from './ensure-tools.ts'
import { writeProgram } from './program.ts'
import { scratchFolder } from './scratch.ts'

const root = join(import.meta.dirname, '../..')
const folder = scratchFolder()
const { PATH = '' } = process.env

afterEach(() => {
  process.env['PATH'] = PATH
  vi.restoreAllMocks()
})

it('[CI2] installs a missing tool, which the same process then finds', () => {
  const isInstalled = join(folder, 'ketik-tool-of-tests')
  writeProgram(folder, 'apt-get', `printf '#!/bin/sh\\n' >${isInstalled} && chmod +x ${isInstalled}`)
  process.env['PATH'] = `${folder}${delimiter}${PATH}`
  vi.spyOn(process, 'getuid').mockReturnValue(0)
  vi.spyOn(process.stdout, 'write').mockReturnValue(true)
  expect(findCommand('ketik-tool-of-tests')).toBeUndefined()
  const tool = { commands: ['ketik-tool-of-tests'], debianPackage: 'ketik-tool', neededBy: /\.test\.ts$/ }
  ensureTools(root, false, [{ ...tool, isForProof: true }])
  expect(findCommand('ketik-tool-of-tests')).toBeUndefined()
  ensureTools(root, false, [tool])
  expect(findCommand('ketik-tool-of-tests')).toBe(isInstalled)
})
