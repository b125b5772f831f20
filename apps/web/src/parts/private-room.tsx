import { newRoomCode } from '@ketik/client'
import { useApp } from '../app.tsx'
import { go } from '../route.ts'
import { words } from '../words/spoken.ts'

export const PrivateRoom = () => {
  const { doors } = useApp()
  return (
    <button
      class="button"
      type="button"
      onClick={() => go(`/room/${newRoomCode(doors.fillRandomly)}?seats=2`)}
    >
      {words.value.privateRoom}
    </button>
  )
}
