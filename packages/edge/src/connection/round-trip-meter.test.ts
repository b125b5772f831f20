import { describe, expect, it } from 'vitest'
import { RoundTripMeter } from './round-trip-meter.ts'

/** A connection whose transport has pings, and one whose transport has none. */
const withPings = () => {
  const payloads: string[] = []
  const meter = new RoundTripMeter({ ping: payload => payloads.push(payload) > 0 })
  return { meter, payloads, answerLast: (at: number) => meter.onTransportPong(payloads.at(-1) ?? '', at) }
}
const withoutPings = () => new RoundTripMeter({ ping: () => false })

describe('the round trip of a connection', () => {
  it('[ALLOWANCE-3] is the smallest that pings of the transport took; five of them follow one another', () => {
    const { meter, payloads, answerLast } = withPings()
    expect(meter.ping(1_000)).toBe(true)
    expect(meter.smallest()).toBeUndefined()
    for (const at of [1_090, 1_110, 1_150, 1_160.5, 1_200]) answerLast(at)
    expect(payloads).toEqual(['0', '1', '2', '3', '4'])
    expect(meter.smallest()).toBe(10.5)
  })

  it('[ALLOWANCE-3] is not measured by a pong that answers no ping of ours, nor twice by one that does', () => {
    const { meter, answerLast } = withPings()
    meter.ping(1_000)
    for (const payload of ['', '7', 'nonsense']) meter.onTransportPong(payload, 1_001)
    expect(meter.smallest()).toBeUndefined()
    answerLast(1_080)
    meter.onTransportPong('0', 1_081)
    expect(meter.smallest()).toBe(80)
  })

  it('[ALLOWANCE-3] follows a connection that has become slower after 16 measurements', () => {
    const { meter, answerLast } = withPings()
    for (let at = 0; at < 16_000; at += 1_000) {
      meter.ping(at)
      answerLast(at + 20)
    }
    for (let at = 20_000; at < 36_000; at += 1_000) {
      meter.ping(at)
      answerLast(at + 90)
    }
    expect(meter.smallest()).toBe(90)
  })

  it('[ALLOWANCE-3] needs an answer to a ping of the transport where it has pings; an echo only lowers it', () => {
    const { meter, answerLast } = withPings()
    meter.ping(0)
    meter.onPing({ type: 'ping', t: 1 }, 5_000, 100)
    expect(meter.onPing({ type: 'ping', t: 2, echo: 5_000, heldMs: 0 }, 5_900, 1_000)).toBeUndefined()
    expect(meter.smallest()).toBeUndefined()
    answerLast(1_000)
    expect(meter.smallest()).toBe(900)
    meter.onPing({ type: 'ping', t: 3, echo: 5_900, heldMs: 90 }, 6_000, 1_100)
    expect(meter.smallest()).toBe(10)
  })

  it('[ALLOWANCE-3] is measured again every ten seconds while the client pings', () => {
    const { meter, payloads, answerLast } = withPings()
    meter.ping(0)
    for (let i = 0; i < 5; i++) answerLast(10)
    for (let at = 2_000; at <= 40_000; at += 2_000) meter.onPing({ type: 'ping', t: at }, at, at)
    expect(payloads).toHaveLength(5 + 3)
  })

  it('[ALLOWANCE-4] is without such pings the smallest that our pongs took to come back as an echo', () => {
    const meter = withoutPings()
    expect(meter.ping(0)).toBe(false)
    let now = 10_000
    const echo = (echoed: number | undefined, heldMs: number, tookMs: number) => {
      now += tookMs
      meter.onPing(
        { type: 'ping', t: 0, ...(echoed === undefined ? {} : { echo: echoed, heldMs }) },
        now,
        now,
      )
    }
    echo(undefined, 0, 0)
    expect(meter.smallest()).toBeUndefined()
    for (const [heldMs, tookMs] of [
      [100, 190],
      [5, 25],
      [400, 490],
    ] as const)
      echo(now, heldMs, tookMs)
    expect(meter.smallest()).toBe(20)
    // A client that says it held the pong for longer than it was away only lowers its own credit.
    echo(now, 5_000, 30)
    expect(meter.smallest()).toBe(0)
  })

  it('[ALLOWANCE-4] refuses an echo that is in no pong of the connection', () => {
    const meter = withoutPings()
    const refused = { refused: 'bad_field', detail: { field: 'echo' } }
    expect(meter.onPing({ type: 'ping', t: 0, echo: 0, heldMs: 0 }, 1_000.25, 0)).toEqual(refused)
    expect(meter.onPing({ type: 'ping', t: 0 }, 2_000.25, 0)).toBeUndefined()
    // The refused ping got no pong.
    for (const echo of [1_000.25, 2_000, 2_000.5, -1])
      expect(meter.onPing({ type: 'ping', t: 0, echo, heldMs: 0 }, 3_000, 0)).toEqual(refused)
    expect(meter.smallest()).toBeUndefined()
  })

  it('[ALLOWANCE-4] counts an echo once: the same one again measures nothing and is no fault', () => {
    const meter = withoutPings()
    meter.onPing({ type: 'ping', t: 0 }, 1_000, 0)
    expect(meter.onPing({ type: 'ping', t: 1, echo: 1_000, heldMs: 100 }, 1_150, 150)).toBeUndefined()
    expect(meter.onPing({ type: 'ping', t: 2, echo: 1_000, heldMs: 1_000 }, 2_000, 1_000)).toBeUndefined()
    expect(meter.smallest()).toBe(50)
  })

  it('[ALLOWANCE-4] forgets a pong after 32 others', () => {
    const meter = withoutPings()
    for (let now = 1; now <= 33; now++) meter.onPing({ type: 'ping', t: 0 }, now, 0)
    expect(meter.onPing({ type: 'ping', t: 0, echo: 1, heldMs: 0 }, 40, 0)).toMatchObject({
      refused: 'bad_field',
    })
    expect(meter.onPing({ type: 'ping', t: 0, echo: 2, heldMs: 0 }, 41, 0)).toBeUndefined()
  })
})
