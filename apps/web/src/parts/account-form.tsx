import type { RefusalCode } from '@ketik/protocol'
import { useId, useState } from 'preact/hooks'
import type { Sent } from '../rest/send.ts'
import { words } from '../words/spoken.ts'
import { refusalSentence } from './refusal-words.ts'

export type Field = {
  readonly name: 'username' | 'passphrase' | 'newPassphrase'
  readonly label: string
  readonly autocomplete: 'username' | 'current-password' | 'new-password'
}

type Props = {
  readonly fields: readonly Field[]
  readonly label: string
  readonly hint?: string
  readonly send: (fields: Readonly<Record<string, string>>) => Promise<Sent>
  readonly done: (sent: Extract<Sent, { body: unknown }>) => void
}

/** A few fields and a button: what the server says against them is told beneath. */
export const AccountForm = ({ fields, label, hint, send, done }: Props) => {
  const [state, setState] = useState<'ready' | 'busy' | { readonly refused: RefusalCode | undefined }>(
    'ready',
  )
  const id = useId()
  const w = words.value
  const submit = async (event: SubmitEvent & { readonly currentTarget: HTMLFormElement }): Promise<void> => {
    event.preventDefault()
    const form = event.currentTarget
    const given = Object.fromEntries([...new FormData(form)].map(([name, value]) => [name, String(value)]))
    setState('busy')
    const sent = await send(given)
    setState('refused' in sent ? { refused: sent.refused } : 'ready')
    if ('refused' in sent) return
    form.reset()
    done(sent)
  }
  const refused = typeof state === 'object' ? state : null
  const trouble =
    refused === null
      ? hint
      : refused.refused === undefined
        ? w.accountFailed
        : w[refusalSentence(refused.refused)]
  return (
    <form class="account-form" onSubmit={event => void submit(event)}>
      {fields.map(({ name, label: asked, autocomplete }) => {
        const common = {
          id: `${id}-${name}`,
          class: 'field',
          name,
          autocomplete,
          required: true,
          'aria-invalid': refused !== null,
          ...(trouble === undefined ? {} : { 'aria-describedby': `${id}-hint` }),
        } as const
        return (
          <label key={name} for={`${id}-${name}`}>
            {asked}
            {name === 'username' ? (
              <input type="text" maxLength={96} autocapitalize="off" spellcheck={false} {...common} />
            ) : (
              <input type="password" maxLength={512} {...common} />
            )}
          </label>
        )
      })}
      {trouble !== undefined && (
        <p class="soft" id={`${id}-hint`} role={refused === null ? undefined : 'alert'}>
          {trouble}
        </p>
      )}
      <button class="button" type="submit" disabled={state === 'busy'}>
        {label}
      </button>
    </form>
  )
}
