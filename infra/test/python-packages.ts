import { createHash } from 'node:crypto'
import { existsSync, readFileSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { command } from './deploy/command.ts'

const tools = join(import.meta.dirname, '../../.ketik/tools')
const installed = new Map<string, Promise<string>>()

/** The folder of the packages of a list for pip, which goes into `PYTHONPATH`. It is there only when it is whole. */
export const pythonPackages = (requirements: string): Promise<string> => {
  const known = installed.get(requirements) ?? install(requirements)
  installed.set(requirements, known)
  return known
}

const install = async (requirements: string): Promise<string> => {
  const list = createHash('sha256').update(readFileSync(requirements)).digest('hex').slice(0, 12)
  const folder = join(tools, `python-${list}`)
  if (existsSync(folder)) return folder
  const part = `${folder}.${process.pid}`
  await command('python3', ['-m', 'pip', 'install', '--quiet', '--target', part, '-r', requirements])
  renameSync(part, folder)
  return folder
}
