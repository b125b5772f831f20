import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { scratchFolder } from '../test/scratch.ts'
import { explainDataFault, openDataFolder } from './data-folder.ts'

describe('the data folder', () => {
  const folder = scratchFolder()
  const file = join(folder, 'file')
  writeFileSync(file, '')
  const advice = 'set KETIK_DIR to a folder that you can write'

  it('is created if it is absent, and nothing is left in it', () => {
    const absent = join(folder, 'a/b')
    openDataFolder(absent)
    expect(readdirSync(absent)).toEqual([])
  })

  it.each([
    [file, 'a file with this name exists'],
    [join(file, 'below'), 'a part of the path is a file'],
    ['/proc/ketik', 'it cannot be created there'],
  ])('[START-8] that cannot be used (%s) is refused with the reason and the way out', (path, reason) => {
    expect(() => openDataFolder(path)).toThrow(`the data folder ${path} cannot be used: ${reason}`)
    expect(() => openDataFolder(path)).toThrow(advice)
  })

  it.for([
    ['full', 'size=4k,nr_inodes=1k', 'the disk is full'],
    ['read-only', 'ro', 'the file system is read-only'],
  ] as const)('[START-8] on a %s disk is refused with the reason', ([name, options, reason], { skip }) => {
    const disk = join(folder, name)
    mkdirSync(disk)
    const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', disk], { encoding: 'utf8' })
    skip(mounted.status !== 0, `this user may not mount a file system: ${mounted.stderr}`)
    try {
      expect(() => writeFileSync(join(disk, 'filler'), Buffer.alloc(8192))).toThrow()
      expect(() => openDataFolder(join(disk, 'data'))).toThrow(reason)
    } finally {
      execFileSync('umount', [disk])
    }
  })

  it('[START-8] that fails later, under us or under a program that we started, is named too', () => {
    const ours = Object.assign(new Error('EACCES: permission denied'), {
      code: 'EACCES',
      path: join(folder, 'secret'),
    })
    expect(explainDataFault(ours, folder)).toMatchObject({ message: expect.stringContaining(advice) })
    const program = new Error('PostgreSQL ended (code 1)\n  could not write: No space left on device')
    expect(explainDataFault(program, folder)).toMatchObject({
      message: expect.stringMatching(
        new RegExp(`^PostgreSQL ended .*The data folder is ${folder}\\..*KETIK_DIR`, 's'),
      ),
    })
    for (const other of [
      new Error('ECONNREFUSED'),
      Object.assign(new Error(''), { code: 'EACCES', path: '/etc' }),
    ]) {
      expect(explainDataFault(other, folder)).toBe(other)
    }
  })
})
