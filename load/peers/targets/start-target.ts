import { startKetik } from './ketik-target.ts'
import { startRelay } from './relay-target.ts'
import type { Target, TargetName } from './target.ts'

export const startTarget = (name: TargetName): Promise<Target> =>
  name === 'ketik' || name === 'ketik-v1' ? startKetik({ v1: name === 'ketik-v1' }) : startRelay(name)
