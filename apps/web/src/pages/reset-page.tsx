import { useEffect, useState } from 'preact/hooks'
import { useApp } from '../app.tsx'
import { AccountForm } from '../parts/account-form.tsx'
import { Empty } from '../parts/empty.tsx'
import type { Sent } from '../rest/send.ts'
import { sessionIn } from '../rest/session-in.ts'
import { go } from '../route.ts'
import { words } from '../words/spoken.ts'

/** Where a reset link leads: a new password, once. The token is in the fragment, which browsers send to no server. */
export const ResetPage = () => {
  const { doors, tell } = useApp()
  const [token] = useState(() => location.hash.slice(1))
  // Whoever looks through the history of the browser later finds no link.
  useEffect(() => history.replaceState(history.state, '', location.pathname), [])
  const w = words.value
  const signIn = (sent: Extract<Sent, { body: unknown }>): void => {
    const session = sessionIn(sent)
    if (session !== undefined) tell({ on: 'signed-in', ...session })
    go('/')
  }
  if (token === '') return <Empty title={w.refusalResetOver} way={{ label: w.backToLobby, href: '/' }} />
  return (
    <div class="profile">
      <h1>{w.resetTitle}</h1>
      <p class="soft">{w.resetLead}</p>
      <AccountForm
        fields={[{ name: 'passphrase', label: w.passphraseNew, autocomplete: 'new-password' }]}
        label={w.resetSave}
        hint={w.passphraseHint}
        send={fields => doors.send('POST /api/account/reset', { ...fields, token }, null)}
        done={signIn}
      />
    </div>
  )
}
