export type { Link } from './link.ts'
export { MemoryCluster } from './memory-cluster.ts'
export type { Script } from './scripts/script.ts'
