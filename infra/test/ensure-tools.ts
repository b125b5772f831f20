import { repositoryFiles } from '../check/repository-files.ts'
import { canInstall, findCommand, installPackage } from '../local/debian-package.ts'

export type Tool = {
  readonly commands: readonly string[]
  readonly debianPackage: string
  readonly neededBy: RegExp
  /** Not needed by `npm test`. */
  readonly isForProof?: boolean
}

const everyTool: readonly Tool[] = [
  { commands: ['redis-server'], debianPackage: 'redis-server', neededBy: /\.test\.ts$/ },
  { commands: ['python3'], debianPackage: 'python3', neededBy: /\.py$/ },
  {
    commands: ['pip', 'pip3'],
    debianPackage: 'python3-pip',
    neededBy: /(manifests\.stack|python-socketio)\.test\.ts$/,
  },
  {
    commands: ['go', 'k6'],
    debianPackage: 'golang-go',
    neededBy: /k6\/run-k6\.proof\.test\.ts$/,
    isForProof: true,
  },
  { commands: ['openssl'], debianPackage: 'openssl', neededBy: /\.stack\.test\.ts$/ },
  { commands: ['nc'], debianPackage: 'netcat-openbsd', neededBy: /old-clients\.test\.ts$/ },
  { commands: ['tmux'], debianPackage: 'tmux', neededBy: /tmux\.test\.ts$/ },
  { commands: ['chromium', 'chromium-browser'], debianPackage: 'chromium', neededBy: /\.browser\.test\.ts$/ },
]

const isThere = (command: string): boolean => findCommand(command) !== undefined

/** Installs what the tests that are there need and the machine lacks; says so where it cannot. */
export function ensureTools(
  root: string,
  forProof: boolean,
  {
    tools = everyTool,
    has = isThere,
  }: { readonly tools?: readonly Tool[]; has?(command: string): boolean } = {},
): void {
  for (const { commands, debianPackage, neededBy, isForProof = false } of tools) {
    if (isForProof && !forProof) continue
    if (commands.some(has)) continue
    if (repositoryFiles(root, neededBy).length === 0) continue
    if (!canInstall()) {
      process.stderr.write(`tests need ${debianPackage}, which is not installed: expect failures\n`)
      continue
    }
    process.stdout.write(`installing ${debianPackage} by apt-get …\n`)
    const problem = installPackage(debianPackage)
    if (problem !== undefined) process.stderr.write(`${problem}\ncould not install ${debianPackage}\n`)
  }
}
