import { useEffect } from 'preact/hooks'
import { useApp, usePiece } from '../app.tsx'
import { nameOf } from '../world/world.ts'
import { Lobby } from './lobby.tsx'

/** `/race`: the lobby, but someone who has a name is in the queue already. */
export const QuickPage = () => {
  const { tell } = useApp()
  const name = usePiece(nameOf)
  useEffect(() => {
    if (name !== null) tell({ on: 'ask-race', wish: {} })
  }, [name, tell])
  return <Lobby />
}
