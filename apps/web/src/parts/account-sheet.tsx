import { isOnline } from '@ketik/client'
import { useEffect } from 'preact/hooks'
import { useApp, usePiece } from '../app.tsx'
import type { Sent } from '../rest/send.ts'
import { sessionIn } from '../rest/session-in.ts'
import { words } from '../words/spoken.ts'
import { nameOf, tokenOf } from '../world/world.ts'
import { AccountForm, type Field } from './account-form.tsx'
import { OwnAccount } from './own-account.tsx'
import { Sheet } from './sheet.tsx'
import { Theirs } from './theirs.tsx'

/** A name of one's own: to claim it, to sign in, and what its owner may do with it. */
export const AccountSheet = () => {
  const { doors, tell } = useApp()
  const name = usePiece(nameOf)
  const token = usePiece(tokenOf)
  const isOwner = usePiece(({ link }) => link.isOwner)
  const isIn = usePiece(({ link }) => isOnline(link))
  const w = words.value

  const signedIn = (sent: Extract<Sent, { body: unknown }>): void => {
    const session = sessionIn(sent)
    if (session !== undefined) tell({ on: 'signed-in', ...session })
  }
  // A session that is a day old is renewed, so that who comes back stays signed in.
  useEffect(() => {
    if (!isOwner || !isIn || token === null) return
    void doors.send('GET /api/account', undefined, token).then(sent => {
      if ('body' in sent) signedIn(sent)
    })
  }, [isOwner, isIn])

  const passphrase = (label: string, autocomplete: Field['autocomplete']): Field => ({
    name: 'passphrase',
    label,
    autocomplete,
  })
  return (
    <Sheet name="account" label={w.account}>
      {isOwner && name !== null ? (
        <OwnAccount name={name} token={token} onSignedIn={signedIn} />
      ) : (
        <>
          {name !== null && (
            <section>
              <h2>
                <Theirs text={name} />
              </h2>
              <p class="soft">{w.accountLead}</p>
              <AccountForm
                fields={[passphrase(w.passphraseNew, 'new-password')]}
                label={w.accountClaim}
                hint={w.passphraseHint}
                send={fields => doors.send('POST /api/account', { ...fields, username: name }, token)}
                done={signedIn}
              />
            </section>
          )}
          <section>
            <h2>{w.accountSignIn}</h2>
            <AccountForm
              fields={[
                { name: 'username', label: w.accountName, autocomplete: 'username' },
                passphrase(w.passphrase, 'current-password'),
              ]}
              label={w.accountSignIn}
              send={fields => doors.send('POST /api/session', fields, null)}
              done={signedIn}
            />
          </section>
        </>
      )}
    </Sheet>
  )
}
