import { useState } from 'preact/hooks'
import type { HistoryPreview } from '../../shared/protocol/history.ts'
import { inboxes } from '../app/live.ts'
import { bring, lookAgain } from './ask-history.ts'
import { ChatFields } from './chat-fields.tsx'
import { sentenceOf } from './sentence-of.ts'
import { formOf, planOf, withUs, type PlanForm } from './plan-form.ts'
import { Preview } from './preview.tsx'

type Props = { found: HistoryPreview; begun(): void; leave(): void }

const here = new Intl.DateTimeFormat().resolvedOptions().timeZone

/** What is in the file, and what only a person knows of it; then it is brought. */
export function Plan({ found: first, begun, leave }: Props) {
  const connected = [...inboxes.all.values()].toSorted((a, b) => a.name.localeCompare(b.name))
  const [found, setFound] = useState(first)
  const [form, setForm] = useState<PlanForm>(
    formOf(first, connected.length === 1 ? (connected[0]?.inbox ?? '') : '', here)
  )
  const [wrong, setWrong] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const set = (change: Partial<PlanForm>) => {
    setForm(before => ({ ...before, ...change }))
    setWrong(null)
  }
  const work = async (task: () => Promise<void>) => {
    setBusy(true)
    await task().catch((error: unknown) => setWrong(sentenceOf(error)))
    setBusy(false)
  }
  const submit = () => {
    const plan = planOf(form, found)
    if (typeof plan === 'string') return setWrong(plan)
    void work(async () => {
      await bring(found.file, plan)
      begun()
    })
  }
  const countryChanged = (country: string) => {
    set({ country })
    if (country !== '' && !/^[1-9]\d{0,3}$/.test(country)) return
    void work(async () => setFound(await lookAgain(found.file, { source: 'contacts', ...(country && { country }) })))
  }

  return (
    <form
      class="plan"
      onSubmit={event => {
        event.preventDefault()
        submit()
      }}
    >
      <Preview found={found} />
      <label class="field">
        <span class="label">Into the inbox</span>
        <select class="input" value={form.inbox} onChange={event => set({ inbox: event.currentTarget.value })}>
          <option value="">Choose one</option>
          {connected.map(({ inbox, name }) => (
            <option key={inbox} value={inbox}>
              {name}
            </option>
          ))}
        </select>
      </label>
      {found.source !== 'contacts' && (
        <Us found={found} us={form.us} choose={us => setForm(before => withUs(before, found, us))} />
      )}
      {found.source === 'whatsapp' && <ChatFields found={found} form={form} set={set} />}
      {found.source === 'contacts' && <Country country={form.country} changed={countryChanged} />}
      {wrong !== null && (
        <p class="wrong" role="alert">
          {wrong}
        </p>
      )}
      <p class="acts">
        <button type="submit" class="button primary" disabled={busy || found.count === 0}>
          Bring it
        </button>
        <button type="button" class="button quiet" disabled={busy} onClick={leave}>
          Leave it
        </button>
      </p>
    </form>
  )
}

function Country({ country, changed }: { country: string; changed(country: string): void }) {
  return (
    <label class="field">
      <span class="label">Country code of numbers without one</span>
      <input
        class="input"
        inputMode="numeric"
        placeholder="49"
        value={country}
        onInput={event => changed(event.currentTarget.value.replace(/\D/g, ''))}
      />
    </label>
  )
}

/** Nobody but a person knows who of the authors is the business. */
function Us({
  found,
  us,
  choose
}: {
  found: HistoryPreview
  us: readonly string[]
  choose(us: readonly string[]): void
}) {
  return (
    <fieldset class="field us">
      <legend class="label">{found.source === 'mail' ? 'Which addresses are yours?' : 'Who of them is you?'}</legend>
      {found.authors.map(({ name, messages }) => (
        <label key={name}>
          <input
            type="checkbox"
            checked={us.includes(name)}
            onChange={event => choose(event.currentTarget.checked ? [...us, name] : us.filter(one => one !== name))}
          />
          <span dir="auto">{name}</span>
          <span class="hint figures">{messages.toLocaleString('en')}</span>
        </label>
      ))}
    </fieldset>
  )
}
