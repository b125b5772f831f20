import { beforeAll, expect, it } from 'vitest'
import { ensureTmux, Pane } from './tmux.ts'

beforeAll(() => ensureTmux())

it('types what it is told, whatever tmux means by it', { timeout: 60_000 }, async () => {
  const pane = await Pane.open('exec cat')
  for (const key of `-x;"'\\~#$ é猫;`) await pane.type(key)
  await pane.press('Enter')
  expect(await pane.until(/猫;\n.*猫;/)).toContain(`-x;"'\\~#$ é猫;`)
  await pane.close()
})
