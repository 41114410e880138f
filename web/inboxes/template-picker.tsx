import { useState } from 'preact/hooks'
import type { Content } from '../../shared/conversations/content.ts'
import type { Template } from '../../shared/inboxes/events.ts'
import { wordingOf } from '../../shared/inboxes/content-words.ts'
import { strategyOf } from '../../shared/platforms/strategies.ts'
import { inboxes } from '../app/live.ts'
import { Dialog } from '../ui/dialog.tsx'
import { headWords, readable } from './content-words.ts'
import { FillTemplate } from './fill-template.tsx'
import { OtherTemplates } from './other-templates.tsx'
import type { Prepare } from './use-head.ts'

type Props = {
  inbox: string
  name: string
  /** `false`: it was refused, and the sheet stays open. */
  send(content: Content, bytes?: ArrayBuffer): Promise<boolean>
  prepare: Prepare
  close(): void
}

/** What may be said at any time: choose, fill in, see what the customer will read, send. */
export function TemplatePicker({ inbox, close, ...to }: Props) {
  const [query, setQuery] = useState('')
  const [chosen, choose] = useState<Template | null>(null)
  const { templates: all = [], others = [], platform } = inboxes.get(inbox) ?? {}
  const isWanted = (words: string) => words.toLowerCase().includes(query.trim().toLowerCase())
  const found = all.filter(one => isWanted(`${one.name} ${wordingOf(one)}`))
  const beyond = others.filter(one => isWanted(`${one.name} ${readable(one.name)}`))
  return (
    <Dialog title={chosen ? readable(chosen.name) : 'Choose a template'} class="templates" close={close}>
      {chosen ? (
        <FillTemplate
          template={chosen}
          strategy={strategyOf(platform ?? '')}
          {...to}
          back={() => choose(null)}
          close={close}
        />
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
          {found.length === 0 && beyond.length === 0 && (
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
                    {one.head && ` · ${headWords[one.head]}`}
                    {one.place && ' · a place'}
                    {one.form && ' · a form'}
                  </span>
                  <q dir="auto">{one.body}</q>
                </button>
              </li>
            ))}
          </ul>
          {beyond.length > 0 && <OtherTemplates templates={beyond} platform={strategyOf(platform ?? '').name} />}
        </div>
      )}
    </Dialog>
  )
}
