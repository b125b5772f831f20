import { useLate } from '../late/use-late.ts'
import { Empty } from '../parts/empty.tsx'
import { PartFailed } from '../parts/part-failed.tsx'
import { words } from '../words/spoken.ts'

/** Pages that a racer may never open: each is fetched when it is opened. */
export const LatePlayerPage = ({ name }: { readonly name: string }) => {
  const late = useLate('player')
  return late.state === 'ready' ? <late.part name={name} /> : <NotYet state={late.state} />
}

export const LateResetPage = () => {
  const late = useLate('reset')
  return late.state === 'ready' ? <late.part /> : <NotYet state={late.state} />
}

export const LateDiagnosticsPage = () => {
  const late = useLate('diagnostics')
  return late.state === 'ready' ? <late.part /> : <NotYet state={late.state} />
}

const NotYet = ({ state }: { readonly state: 'loading' | 'failed' }) =>
  state === 'failed' ? <PartFailed /> : <Empty title={words.value.loading} />
