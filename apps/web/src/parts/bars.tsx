import { isOnline, isOpen } from '@ketik/client'
import { CLOSE } from '@ketik/protocol'
import { assertNever } from '@ketik/race'
import type { ComponentChildren } from 'preact'
import { useApp, usePiece } from '../app.tsx'
import { words } from '../words/spoken.ts'
import type { WordKey, Words } from '../words/words.ts'
import type { Tell } from '../world/run.ts'
import type { Notice } from '../world/world.ts'
import { refusalSentence } from './refusal-words.ts'
import { useSecondsUntil } from './use-seconds.ts'

type Way = { readonly label: string; readonly take: () => void }

const Bar = ({ children, ways }: { readonly children: ComponentChildren; readonly ways: readonly Way[] }) => (
  <div class="bar" role="status">
    <p>{children}</p>
    {ways.map(({ label, take }) => (
      <button class="button" type="button" key={label} onClick={take}>
        {label}
      </button>
    ))}
  </div>
)

const ENDED: Readonly<Record<number, WordKey>> = {
  [CLOSE.taken_over]: 'linkTakenOver',
  [CLOSE.signed_out]: 'linkSignedOut',
  [CLOSE.name_claimed]: 'refusalNameClaimed',
}

/** What is wrong, in a sentence, with a way on. */
export const Bars = () => {
  const { tell } = useApp()
  const notice = usePiece(world => world.notice)
  const isAlone = usePiece(({ link }) => link.cluster === 'reconnecting' && isOnline(link))
  return (
    <div class="bars">
      <LinkBar />
      {isAlone && <Bar ways={[]}>{words.value.clusterReconnecting}</Bar>}
      {notice !== null && <NoticeBar notice={notice} tell={tell} />}
    </div>
  )
}

const LinkBar = () => {
  const { tell } = useApp()
  const w = words.value
  const connection = usePiece(({ link }) => link.connection)
  const hasNetwork = usePiece(world => world.hasNetwork)
  const isRacing = usePiece(({ link }) => link.race !== null && isOpen(link.race))
  const retry = { label: w.linkTryNow, take: () => tell({ on: 'reconnect' }) }
  const comeBack = { label: w.linkComeBack, take: () => tell({ on: 'reconnect' }) }
  if (connection.phase === 'resting') return <Bar ways={[comeBack]}>{w.linkResting}</Bar>
  if (connection.phase === 'closed' && connection.code !== 0)
    return <Bar ways={[comeBack]}>{w[ENDED[connection.code] ?? 'linkEnded']}</Bar>
  if (!('attempt' in connection) || connection.attempt === 0) return null
  if (isRacing) return <Bar ways={[retry]}>{w.linkAwayRacing}</Bar>
  if (!hasNetwork) return <Bar ways={[retry]}>{w.linkOffline}</Bar>
  return (
    <Bar ways={[retry]}>
      {connection.phase === 'away' ? <Countdown retryAt={connection.retryAt} /> : w.linkAway(0)}
    </Bar>
  )
}

const Countdown = ({ retryAt }: { readonly retryAt: number }) => (
  <>{words.value.linkAway(useSecondsUntil(retryAt))}</>
)

const NoticeBar = ({ notice, tell }: { readonly notice: Notice; readonly tell: Tell }) => {
  const w = words.value
  const dismiss = { label: w.noticeDismiss, take: () => tell({ on: 'dismiss' }) }
  const again =
    notice.kind === 'refused' && notice.again !== undefined
      ? ({ on: 'ask-race', wish: notice.again } as const)
      : null
  const first = again === null ? wayOn(notice, w, tell) : [{ label: w.again, take: () => tell(again) }]
  return <Bar ways={[...first, dismiss]}>{sentence(notice, w)}</Bar>
}

const sentence = (notice: Notice, w: Words): string => {
  switch (notice.kind) {
    case 'garbage':
      return w.noticeGarbage
    case 'old-server':
      return w.noticeOldServer
    case 'new-server':
      return w.noticeNewServer
    case 'no-storage':
      return w.noticeNoStorage
    case 'moving':
      return w.noticeMoving
    case 'refused':
      return w[refusalSentence(notice.code)]
    default:
      return assertNever(notice)
  }
}

const wayOn = (notice: Notice, w: Words, tell: Tell): readonly Way[] => {
  if (notice.kind === 'garbage') return [{ label: w.reconnect, take: () => tell({ on: 'reconnect' }) }]
  const isStale = notice.kind === 'old-server' || notice.kind === 'new-server'
  return isStale ? [{ label: w.reload, take: () => location.reload() }] : []
}
