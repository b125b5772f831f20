import { writeFileSync } from 'node:fs'
import { Session } from 'node:inspector'

// Loaded into a server with `node --import`: SIGUSR2 begins a CPU profile, and the next one writes it.
const session = new Session()
session.connect()
let running = false
process.on('SIGUSR2', () => {
  if (running)
    session.post('Profiler.stop', (_, { profile }) =>
      writeFileSync(process.env['PROFILE_FILE'], JSON.stringify(profile)),
    )
  else
    session.post('Profiler.enable', () =>
      session.post('Profiler.setSamplingInterval', { interval: 200 }, () => session.post('Profiler.start')),
    )
  running = !running
})
