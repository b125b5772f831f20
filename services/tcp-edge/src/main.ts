import { runService } from '@ketik/runtime'
import { readConfig } from './config.ts'
import { startTcpEdge } from './start-tcp-edge.ts'

await runService('tcp-edge', readConfig, startTcpEdge)
