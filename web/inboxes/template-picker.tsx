import { ArrowLeft } from 'lucide-preact'
import { useState } from 'preact/hooks'
import { blanksOf, fillTemplate } from '../../shared/inboxes/content.ts'
import type { Content } from '../../shared/conversations/content.ts'
import type { Template } from '../../shared/inboxes/events.ts'
import { nameIn, sayTemplate, wordingOf } from '../../shared/inboxes/content-words.ts'
import { connection, inboxes } from '../app/live.ts'
import { Dialog } from '../ui/dialog.tsx'
import { blankWords, readable } from './content-words.ts'

type Props = {
  inbox: string
  name: string
  /** `false`: it was refused, and the sheet stays open. */
  send(content: Content): Promise<boolean>
  close(): void
}

/** What may be said at any time: choose, fill in, see what the customer will read, send. */
export function TemplatePicker({ inbox, name, send, close }: Props) {
  const [query, setQuery] = useState('')
  const [chosen, choose] = useState<Template | null>(null)
  const all = inboxes.get(inbox)?.templates ?? []
  const found = all.filter(one => `${one.name} ${wordingOf(one)}`.toLowerCase().includes(query.trim().toLowerCase()))
  return (
    <Dialog title={chosen ? readable(chosen.name) : 'Choose a template'} class="templates" close={close}>
      {chosen ? (
        <Fill template={chosen} name={name} send={send} back={() => choose(null)} close={close} />
      ) : (
        <div class="body">
          <input
            class="input"
            type="search"
            placeholder="Search templates"
            aria-label="Search templates"
            value={query}
            onInput={event => setQuery(event.currentTarget.value)}
          />
          {found.length === 0 && (
            <p class="none">
              {all.length === 0 ? 'This inbox has no approved templates yet.' : 'No template has these words.'}
            </p>
          )}
          <ul>
            {found.map(one => (
              <li key={`${one.name} ${one.language}`}>
                <button type="button" class="template" onClick={() => choose(one)}>
                  <b>{readable(one.name)}</b>
                  <span class="figures">
                    {one.language} · {one.category}
                  </span>
                  <q dir="auto">{one.body}</q>
                </button>
              </li>
            ))}
          </ul>
        </div>
      )}
    </Dialog>
  )
}

type FillProps = { template: Template; name: string; send: Props['send']; back(): void; close(): void }

function Fill({ template, name, send, back, close }: FillProps) {
  const wording = wordingOf(template)
  const blanks = blanksOf(wording)
  const greeting = /^\p{L}/u.test(name) ? (name.split(' ')[0] ?? '') : ''
  const [parameters, setParameters] = useState<readonly string[]>(() =>
    Array.from({ length: blanks }, (_, at) => (at === nameIn(template) ? greeting : ''))
  )
  const text = fillTemplate(wording, parameters)
  const ready = parameters.every(parameter => parameter.trim() !== '')
  const offline = connection.value.state !== 'up-to-date'

  const submit = async (event: SubmitEvent) => {
    event.preventDefault()
    const given = parameters.map(one => one.trim())
    if (await send(sayTemplate(template, given))) close()
  }

  return (
    <form class="body" onSubmit={event => void submit(event)}>
      {parameters.map((parameter, at) => (
        // oxlint-disable-next-line react/no-array-index-key -- a blank is its number
        <div class="field" key={at}>
          <label for={`blank-${at}`}>{blankWords(wording, at + 1)}</label>
          <input
            id={`blank-${at}`}
            class="input"
            dir="auto"
            required
            maxLength={1024}
            value={parameter}
            onInput={event => setParameters(parameters.map((one, i) => (i === at ? event.currentTarget.value : one)))}
          />
        </div>
      ))}
      <p class="label">{name} will read</p>
      <p class="bubble preview" dir="auto" aria-live="polite">
        {text}
      </p>
      <div class="acts">
        <button type="button" class="button quiet" onClick={back}>
          <ArrowLeft class="small turns" />
          All templates
        </button>
        <button type="submit" class="button primary" disabled={!ready}>
          {offline ? 'Send when online' : 'Send'}
        </button>
      </div>
    </form>
  )
}
