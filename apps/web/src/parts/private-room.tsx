import { useApp } from '../app.tsx'
import { go } from '../route.ts'
import { words } from '../words/spoken.ts'

const CODE_LENGTH = 8
/** Without the letters and digits that people mix up when they read a code aloud. */
const CODE_LETTERS = 'abcdefghjkmnpqrstuvwxyz23456789'

const newCode = (chance: () => number): string =>
  Array.from({ length: CODE_LENGTH }, () => CODE_LETTERS[Math.floor(chance() * CODE_LETTERS.length)]).join('')

export const PrivateRoom = () => {
  const { doors } = useApp()
  return (
    <button class="button" type="button" onClick={() => go(`/room/${newCode(doors.chance)}?seats=2`)}>
      {words.value.privateRoom}
    </button>
  )
}
