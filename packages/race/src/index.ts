export * from './limits.ts'
export * from './plan.ts'
