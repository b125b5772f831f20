import type { Plugin } from 'vitest/config'

/** `import script from './finish.lua'` gives its text, here as in the bundles. */
export const sourceAsText = (): Plugin => ({
  name: 'source-as-text',
  enforce: 'pre',
  transform(code, id) {
    if (!/\.(lua|sql)$/.test(id)) return
    return { code: `export default ${JSON.stringify(code)}`, map: null }
  },
})
