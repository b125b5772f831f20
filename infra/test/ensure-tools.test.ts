import { readFileSync, writeFileSync } from 'node:fs'
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

it('[CI-2] installs a missing tool, which the same process then finds', () => {
  const isInstalled = join(folder, 'ketik-tool-of-tests')
  writeProgram(folder, 'apt-get', `printf '#!/bin/sh\\n' >${isInstalled} && chmod +x ${isInstalled}`)
  process.env['PATH'] = `${folder}${delimiter}${PATH}`
  vi.spyOn(process, 'getuid').mockReturnValue(0)
  vi.spyOn(process.stdout, 'write').mockReturnValue(true)
  expect(findCommand('ketik-tool-of-tests')).toBeUndefined()
  const tool = { commands: ['ketik-tool-of-tests'], debianPackage: 'ketik-tool', neededBy: /\.test\.ts$/ }
  ensureTools(root, false, { tools: [{ ...tool, isForProof: true }] })
  expect(findCommand('ketik-tool-of-tests')).toBeUndefined()
  ensureTools(root, false, { tools: [tool] })
  expect(findCommand('ketik-tool-of-tests')).toBe(isInstalled)
})

it('[CI-2] on a machine that has nothing, asks for what the tests need, and for the proofs for Go as well', () => {
  const asked = join(folder, 'asked')
  writeProgram(folder, 'apt-get', `echo "$*" >>${asked}`)
  process.env['PATH'] = `${folder}${delimiter}${PATH}`
  vi.spyOn(process, 'getuid').mockReturnValue(0)
  vi.spyOn(process.stdout, 'write').mockReturnValue(true)
  const packagesFor = (forProof: boolean) => {
    writeFileSync(asked, '')
    ensureTools(root, forProof, { has: () => false })
    const lines = readFileSync(asked, 'utf8').trim().split('\n')
    return lines.map(line => line.split(' ').at(-1)).sort()
  }
  const packages = ['chromium', 'netcat-openbsd', 'openssl', 'python3', 'python3-pip', 'redis-server', 'tmux']
  expect(packagesFor(false)).toEqual(packages)
  expect(packagesFor(true)).toEqual([...packages, 'golang-go'].sort())
})
