import { describe, expect, it } from 'vitest'
import { findArrowFaults } from './find-arrow-faults.ts'

describe('the direction of dependencies', () => {
  it.each([
    ['packages/edge/src/session.ts', "import { Bus } from '@ketik/cluster'"],
    ['services/gateway/src/uws-socket.ts', "import uWS from 'uWebSockets.js'"],
    ['packages/cluster/src/redis.ts', "import { Redis } from 'ioredis'"],
    ['infra/model/stage.ts', "import { MemoryCluster } from '@ketik/cluster/memory'"],
    ['packages/scores/src/config.ts', 'const url = process.env.DATABASE_URL'],
    ['packages/cluster/src/bus.test.ts', "import { testRedis } from '../../../infra/test/services.ts'"],
    ['packages/race/src/text.test.ts', "import { readFileSync } from 'node:fs'"],
    ['apps/web/src/lane.tsx', "import type { Seat } from '@ketik/race'"],
    ['load/drill/drill.ts', "import { freePort } from '../../infra/local/free-port.ts'"],
    ['apps/terminal/src/shell/program.ts', "import { connectTcp } from '@ketik/client/tcp'"],
    ['packages/edge/src/line.testkit.ts', "import { freshClock } from '@ketik/client'"],
  ])('lets %s say %s', (path, source) => {
    expect(findArrowFaults(path, source)).toEqual([])
  })

  it.each([
    ['packages/race/src/text.ts', "import { log } from '@ketik/runtime'", 'points the other way'],
    ['packages/race/src/text.ts', "import { readFileSync } from 'node:fs'", 'no I/O'],
    ['packages/cluster/src/bus.ts', "export * from '@ketik/edge'", 'points the other way'],
    ['apps/web/src/lane.tsx', "const scores = await import('@ketik/scores')", 'points the other way'],
    ['packages/edge/src/session.ts', "import { update } from '@ketik/client'", 'points the other way'],
    ['services/gateway/src/http.ts', "import { update } from '@ketik/client'", 'points the other way'],
    ['packages/client/src/update.ts', "import { log } from '@ketik/runtime'", 'points the other way'],
    ['apps/web/src/doors.ts', "import { connectTcp } from '@ketik/client/tcp'", 'no node:net'],
    ['services/gateway/src/http.ts', "import uWS from 'uWebSockets.js'", 'only the uws transport files'],
    ['packages/edge/src/session.ts', "import { Redis } from 'ioredis'", 'only packages/cluster'],
    ['services/matchmaker/src/pair.ts', "import { Worker } from 'bullmq'", 'only packages/cluster'],
    ['packages/edge/src/session.ts', "import pg from 'pg'", 'only packages/scores'],
    ['packages/edge/src/session.ts', "import { a } from '../../cluster/src/bus.ts'", 'by its name'],
    ['packages/edge/src/session.ts', "import { a } from '@ketik/cluster/src/bus.ts'", 'no entry point'],
    ['load/drill/main.ts', "import { a } from '../../packages/scores/src/index.ts'", 'by its name'],
    ['infra/model/stage.ts', "import { a } from '../../services/matchmaker/src/reaping.ts'", 'by its name'],
    ['load/drill/drill.ts', "import { Scores } from '../../packages/scores/src/index.ts'", 'by its name'],
    ['infra/test/cluster.test.ts', "import { a } from '../../packages/edge/src/session.ts'", 'by its name'],
    ['vitest.config.ts', "import { a } from './packages/edge/src/session.ts'", 'by its name'],
    ['packages/edge/src/session.ts', 'if (process.env.DEBUG) log()', 'process.env'],
  ])('refuses %s to say %s', (path, source, reason) => {
    expect(findArrowFaults(path, source)).toEqual([expect.stringContaining(reason)])
  })
})
