import type { LateParts } from './late-part.ts'

/** Parts of the page that are fetched when they are first needed. The only place with `import()`. */
export const lateParts: LateParts = {
  player: () => import('../pages/player-page.tsx').then(page => page.PlayerPage),
  reset: () => import('../pages/reset-page.tsx').then(page => page.ResetPage),
  diagnostics: () => import('../pages/diagnostics-page.tsx').then(page => page.DiagnosticsPage),
  chart: () => import('../chart/draw-lines.ts').then(chart => chart.drawLines),
}
