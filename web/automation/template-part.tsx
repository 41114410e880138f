import type { Step } from '../../shared/automation/content.ts'
import { blanksOf, fillTemplate } from '../../shared/inboxes/content.ts'
import { inboxes } from '../app/live.ts'
import { blankWords, readable } from '../inboxes/content-words.ts'
import { Words, OneOf } from './inputs.tsx'
import { templatesHere, templateOf } from './templates.ts'

type Part = Extract<Step, { do: 'send-template' }>

/** Which template, and what stands in its blanks: gaps as in a saved reply, too. */
export function OfTemplate({ part, set }: { part: Part; set(more: object): void }) {
  void inboxes.revision.value
  const all = templatesHere()
  const body = templateOf(part)?.body
  const choose = (key: string) => {
    const chosen = all.find(one => keyOf(one) === key)
    if (!chosen) return
    // The first blank of nearly every template is the customer's first name.
    const parameters = Array.from({ length: blanksOf(chosen.body) }, (_, at) => (at === 0 ? '{{customer|there}}' : ''))
    set({ name: chosen.name, language: chosen.language, parameters })
  }
  return (
    <>
      <OneOf
        label="Template"
        words={all.map(one => [keyOf(one), `${readable(one.name)} (${one.language})`] as const)}
        value={part.name === '' ? '' : keyOf(part)}
        pick={choose}
      />
      {body !== undefined &&
        part.parameters.map((parameter, at) => (
          <Words
            // oxlint-disable-next-line react/no-array-index-key -- a blank is its number
            key={at}
            label={blankWords(body, at + 1)}
            wide
            most={1024}
            value={parameter}
            put={next => set({ parameters: part.parameters.map((one, i) => (i === at ? next : one)) })}
          />
        ))}
      {body !== undefined && (
        <p class="hint" dir="auto">
          {fillTemplate(body, part.parameters)}
        </p>
      )}
    </>
  )
}

function keyOf({ name, language }: Pick<Part, 'name' | 'language'>): string {
  return `${name} ${language}`
}
