import { useState } from 'preact/hooks'
import { useApp } from '../app.tsx'
import { gatherExport } from '../rest/gather-export.ts'
import type { Sent } from '../rest/send.ts'
import { words } from '../words/spoken.ts'
import { AccountForm } from './account-form.tsx'
import { Theirs } from './theirs.tsx'

type Props = {
  readonly name: string
  readonly token: string | null
  readonly onSignedIn: (sent: Extract<Sent, { body: unknown }>) => void
}

/** What the owner of a name may do with it. */
export const OwnAccount = ({ name, token, onSignedIn }: Props) => {
  const { doors, tell } = useApp()
  const [hasFailed, setFailed] = useState(false)
  const w = words.value
  const gone = (): void => tell({ on: 'rename' })
  const leave = async (what: string): Promise<void> => {
    const sent = await doors.send(what, undefined, token)
    setFailed('refused' in sent)
    if ('body' in sent) gone()
  }
  const download = async (): Promise<void> => {
    const data = await gatherExport(doors.send, token)
    setFailed(data === undefined)
    if (data !== undefined) save(data)
  }
  const passphrase = { name: 'passphrase', label: w.passphraseNow, autocomplete: 'current-password' } as const
  return (
    <section>
      <h2>
        <Theirs text={name} />
      </h2>
      <div class="account-ways">
        <button class="button" type="button" onClick={() => void leave('DELETE /api/session')}>
          {w.accountSignOut}
        </button>
        <button class="button" type="button" onClick={() => void leave('DELETE /api/sessions')}>
          {w.accountSignOutEverywhere}
        </button>
        <button class="button" type="button" onClick={() => void download()}>
          {w.accountExport}
        </button>
      </div>
      {hasFailed && (
        <p class="soft" role="alert">
          {w.accountFailed}
        </p>
      )}
      <details>
        <summary>{w.accountRename}</summary>
        <AccountForm
          fields={[{ name: 'username', label: w.accountName, autocomplete: 'username' }]}
          label={w.accountRename}
          hint={w.accountRenameHint}
          send={fields => doors.send('POST /api/account/name', fields, token)}
          done={onSignedIn}
        />
      </details>
      <details>
        <summary>{w.accountPassphrase}</summary>
        <AccountForm
          fields={[
            passphrase,
            { name: 'newPassphrase', label: w.passphraseNew, autocomplete: 'new-password' },
          ]}
          label={w.accountPassphrase}
          hint={w.accountPassphraseHint}
          send={fields => doors.send('POST /api/account/passphrase', fields, token)}
          done={onSignedIn}
        />
      </details>
      <details>
        <summary>{w.accountDelete}</summary>
        <AccountForm
          fields={[passphrase]}
          label={w.accountDelete}
          hint={w.accountDeleteHint}
          send={fields => doors.send('POST /api/account/deletion', fields, token)}
          done={gone}
        />
      </details>
    </section>
  )
}

const save = (data: object): void => {
  const url = URL.createObjectURL(new Blob([JSON.stringify(data)], { type: 'application/json' }))
  const link = document.createElement('a')
  link.href = url
  link.download = 'ketik.json'
  link.click()
  URL.revokeObjectURL(url)
}
