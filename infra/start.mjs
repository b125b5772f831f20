import { bootstrap } from './bootstrap.mjs'
import { refuse } from './say.mjs'

try {
  await bootstrap()
  const { build } = await import('./build.mjs')
  // The cluster reads its options and claims its data folder first: nobody waits for the build to see a mistake.
  await build(['local-cluster'])
  const { start } = await import('./dist/main.js')
  await start(process.argv.slice(2), build)
} catch (error) {
  const isFileFault =
    typeof error?.path === 'string' && /^(EACCES|EPERM|EROFS|ENOSPC|EDQUOT)$/.test(error.code)
  if (!isFileFault) throw error
  refuse(
    `cannot write ${error.path} (${error.code}); npm start builds in this folder, so it must be writable`,
  )
}
