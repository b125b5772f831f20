import assert from 'node:assert/strict'
import { setTimeout as pause } from 'node:timers/promises'
import { RawChromium } from './raw-chromium.ts'

/**
 * A player who waits for a race in a hidden tab, as Chromium runs it: after a while timers fire once a minute.
 * `npm run hidden-tab -- http://127.0.0.1:8080` against a running cluster takes three and a half minutes.
 */
const [url = 'http://127.0.0.1:8080'] = process.argv.slice(2)
const HIDDEN_MS = 190_000
/** Timers are further apart than the 9 s of silence after which the page leaves a connection. */
const LATE_MS = 30_000

const chromium = await RawChromium.open('--enable-features=IntensiveWakeUpThrottling:grace_period_seconds/10')
const { targetId } = await chromium.ask('Target.createTarget', { url })
const { sessionId } = await chromium.ask('Target.attachToTarget', { targetId, flatten: true })
const tab = String(sessionId)
const evaluate = async (expression: string): Promise<unknown> => {
  const { result } = await chromium.ask('Runtime.evaluate', { expression, returnByValue: true }, tab)
  return (result as { readonly value?: unknown }).value
}
const waitFor = async (expression: string): Promise<void> => {
  // Between two pages there is nothing to evaluate in.
  for (let tries = 0; (await evaluate(expression).catch(() => false)) !== true; tries++) {
    assert(tries < 100, `not so after 20 s: ${expression}`)
    await pause(200)
  }
}
const sockets = (what: string): number =>
  chromium.events.filter(({ method }) => method === `Network.webSocket${what}`).length

try {
  await chromium.ask('Network.enable', {}, tab)
  await waitFor('document.querySelector("input.name") !== null')
  await evaluate('localStorage.setItem("ketik:name", "Hidden")')
  await chromium.ask('Page.navigate', { url: new URL('/race', url).href }, tab)
  await waitFor('document.querySelector(".waiting .count") !== null')
  await evaluate('window.ticks = []; (function tick() { ticks.push(Date.now()); setTimeout(tick, 1000) })()')
  const opened = sockets('Created')
  const other = await chromium.ask('Target.createTarget', { url: 'about:blank' })
  await chromium.ask('Target.activateTarget', { targetId: other['targetId'] })
  await waitFor('document.visibilityState === "hidden"')
  await pause(HIDDEN_MS)
  const gapMs = await evaluate('Math.max(...ticks.slice(1).map((at, index) => at - ticks[index]))')
  assert(Number(gapMs) > LATE_MS, `the browser did not slow the timers down: at most ${gapMs} ms apart`)
  assert.equal(sockets('Created'), opened, 'the page opened another connection')
  assert.equal(sockets('Closed'), 0, 'the page closed its connection')
  await waitFor('document.querySelector(".waiting .count") !== null')
  console.log(`hidden for ${HIDDEN_MS / 1000} s, timers up to ${gapMs} ms apart: connection and place kept`)
} finally {
  await chromium.close()
}
