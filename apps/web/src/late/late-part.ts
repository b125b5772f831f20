import type { ComponentType } from 'preact'
import type { drawLines } from '../chart/draw-lines.ts'

/** What fetches each part. The pages are described here, because they import what holds this. */
export type LateParts = {
  readonly player: () => Promise<ComponentType<{ readonly name: string }>>
  readonly reset: () => Promise<ComponentType>
  readonly diagnostics: () => Promise<ComponentType>
  readonly chart: () => Promise<typeof drawLines>
}

export type LatePart = keyof LateParts
