import { writeFileSync } from 'node:fs'
import { Session } from 'node:inspector'

// Loaded into a server with `node --import`: takes a CPU profile of its whole life, and writes it when the server exits.
const session = new Session()
session.connect()
session.post('Profiler.enable')
session.post('Profiler.setSamplingInterval', { interval: 200 })
session.post('Profiler.start')
process.once('exit', () =>
  session.post('Profiler.stop', (_, { profile }) =>
    writeFileSync(process.env['PROFILE_FILE'], JSON.stringify(profile)),
  ),
)
