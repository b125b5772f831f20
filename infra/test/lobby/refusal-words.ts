import type { DoorName } from './doors.ts'

type Words = { readonly english: string; readonly indonesian: string }

const WORDS = {
  chat_repeated: {
    english: 'You said that just now.',
    indonesian: 'Kamu sudah mengirim pesan yang sama beberapa kali.',
  },
  chat_too_long: {
    english: 'A chat message may be at most 300 characters.',
    indonesian: 'Pesan maksimal 300 karakter.',
  },
  rate_limited: {
    english: 'Too much at once; slow down.',
    indonesian: 'Terlalu banyak pesan sekaligus. Tunggu sebentar, lalu coba lagi.',
  },
} as const satisfies Readonly<Record<string, Words>>

/** How a client of that entry point is told of a refusal: by a code, in English, or in Indonesian. */
export const wordsAt = (door: DoorName, code: keyof typeof WORDS): string => {
  if (door === 'websocket' || door === 'tcp') return `"code":"${code}"`
  return WORDS[code][door === 'plain' ? 'english' : 'indonesian']
}
