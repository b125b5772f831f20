import { hasSound } from '../settings/settings.ts'
import type { Sound } from './sound.ts'

type Tone = {
  readonly hz: number
  readonly ms: number
  readonly loud: number
  readonly shape: OscillatorType
}

const TONES: Readonly<Record<Sound, readonly Tone[]>> = {
  key: [{ hz: 1_900, ms: 22, loud: 0.05, shape: 'triangle' }],
  erase: [{ hz: 900, ms: 24, loud: 0.05, shape: 'triangle' }],
  wrong: [{ hz: 180, ms: 70, loud: 0.09, shape: 'square' }],
  count: [{ hz: 520, ms: 110, loud: 0.12, shape: 'sine' }],
  go: [{ hz: 1_040, ms: 260, loud: 0.14, shape: 'sine' }],
  finish: [
    { hz: 660, ms: 120, loud: 0.12, shape: 'sine' },
    { hz: 880, ms: 220, loud: 0.12, shape: 'sine' },
  ],
}

let audio: AudioContext | null = null

/** Plays a sound when the person has switched sounds on; made on the spot, from no file. */
export const play = (sound: Sound): void => {
  if (!hasSound.value) return
  audio ??= new AudioContext()
  let at = audio.currentTime
  for (const { hz, ms, loud, shape } of TONES[sound]) {
    const oscillator = audio.createOscillator()
    const volume = audio.createGain()
    oscillator.type = shape
    oscillator.frequency.value = hz
    volume.gain.setValueAtTime(loud, at)
    volume.gain.exponentialRampToValueAtTime(0.0001, at + ms / 1_000)
    oscillator.connect(volume).connect(audio.destination)
    oscillator.start(at)
    oscillator.stop(at + ms / 1_000)
    at += ms / 1_000
  }
}
