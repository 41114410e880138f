import { ArrowLeft } from 'lucide-preact'
import { useState } from 'preact/hooks'
import type { Content } from '../../shared/conversations/content.ts'
import { blanksOf, fillTemplate } from '../../shared/inboxes/content.ts'
import { longestIn, nameIn, sayTemplate, underPlace, wordingOf } from '../../shared/inboxes/content-words.ts'
import type { Template } from '../../shared/inboxes/events.ts'
import type { Strategy } from '../../shared/platforms/strategy.ts'
import { connection } from '../app/live.ts'
import { blankWords } from './content-words.ts'
import { noPlace, placeIn } from './place-typed.ts'
import { HeadPreview, TemplateHead } from './template-head.tsx'
import { TemplatePlace } from './template-place.tsx'
import { useHead, type Prepare } from './use-head.ts'

type Props = {
  template: Template
  strategy: Strategy
  name: string
  /** `false`: it was refused, and the sheet stays open. */
  send(content: Content, bytes?: ArrayBuffer): Promise<boolean>
  prepare: Prepare
  back(): void
  close(): void
}

/** What stands in its blanks and in its heading, and what the customer will read. */
export function FillTemplate({ template, strategy, name, send, prepare, back, close }: Props) {
  const wording = wordingOf(template)
  const greeting = /^\p{L}/u.test(name) ? (name.split(' ')[0] ?? '') : ''
  const [parameters, setParameters] = useState<readonly string[]>(() =>
    Array.from({ length: blanksOf(wording) }, (_, at) => (at === nameIn(template) ? greeting : ''))
  )
  const head = useHead(template.head, prepare)
  const [typed, setTyped] = useState(noPlace)
  const place = placeIn(typed)
  const isHeaded = (!template.head || head.brought !== null) && (!template.place || place !== null)
  const ready = parameters.every(parameter => parameter.trim() !== '') && isHeaded
  const offline = connection.value.state !== 'up-to-date'

  const submit = async (event: SubmitEvent) => {
    event.preventDefault()
    const given = parameters.map(one => one.trim())
    const { media, bytes } = head.brought ?? {}
    const headed = { head: media, place: (template.place && place) || undefined }
    if (await send(sayTemplate(template, given, headed), bytes)) close()
  }

  return (
    <form class="body" onSubmit={event => void submit(event)}>
      {template.head && <TemplateHead kind={template.head} strategy={strategy} head={head} />}
      {template.place && <TemplatePlace typed={typed} type={setTyped} />}
      {parameters.map((parameter, at) => (
        // oxlint-disable-next-line react/no-array-index-key -- a blank is its number
        <div class="field" key={at}>
          <label for={`blank-${at}`}>{blankWords(template, at + 1)}</label>
          <input
            id={`blank-${at}`}
            class="input"
            dir="auto"
            required
            maxLength={longestIn(template, at + 1)}
            value={parameter}
            onInput={event => setParameters(parameters.map((one, i) => (i === at ? event.currentTarget.value : one)))}
          />
        </div>
      ))}
      <div class="label">{name} will read</div>
      <p class="bubble preview" dir="auto" aria-live="polite">
        {head.brought && <HeadPreview {...head.brought} />}
        {underPlace((template.place && place) || undefined, fillTemplate(wording, parameters))}
      </p>
      <div class="acts">
        <button type="button" class="button quiet" onClick={back}>
          <ArrowLeft class="small turns" />
          All templates
        </button>
        <button type="submit" class="button primary" disabled={!ready || head.busy}>
          {offline ? 'Send when online' : 'Send'}
        </button>
      </div>
    </form>
  )
}
