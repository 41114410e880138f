import type { Step } from '../../shared/automation/content.ts'
import { blanksOf, fillTemplate } from '../../shared/inboxes/content.ts'
import { longestIn, nameIn, wordingOf } from '../../shared/inboxes/content-words.ts'
import { inboxes } from '../app/live.ts'
import { blankWords, readable } from '../inboxes/content-words.ts'
import { Words, OneOf } from './inputs.tsx'
import { templateOf, templatesToChoose } from './templates.ts'

type Part = Extract<Step, { do: 'send-template' }>

/** Which template, and what stands in its blanks: gaps as in a saved reply, too. */
export function OfTemplate({ part, set }: { part: Part; set(more: object): void }) {
  void inboxes.revision.value
  const { choosable: all, others } = templatesToChoose()
  const template = templateOf(part)
  const wording = template && wordingOf(template)
  const choose = (key: string) => {
    const chosen = all.find(one => keyOf(one) === key)
    if (!chosen) return
    const parameters = Array.from({ length: blanksOf(wordingOf(chosen)) }, (_, at) =>
      at === nameIn(chosen) ? '{{customer|there}}' : ''
    )
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
      {others > 0 && (
        <p class="hint">
          Those with a picture, a video or a document in their heading are sent by people: somebody has to bring the
          file.
        </p>
      )}
      {template !== undefined &&
        part.parameters.map((parameter, at) => (
          <Words
            // oxlint-disable-next-line react/no-array-index-key -- a blank is its number
            key={at}
            label={blankWords(template, at + 1)}
            wide
            most={longestIn(template, at + 1)}
            value={parameter}
            put={next => set({ parameters: part.parameters.map((one, i) => (i === at ? next : one)) })}
          />
        ))}
      {wording !== undefined && (
        <p class="hint" dir="auto">
          {fillTemplate(wording, part.parameters)}
        </p>
      )}
    </>
  )
}

function keyOf({ name, language }: Pick<Part, 'name' | 'language'>): string {
  return `${name} ${language}`
}
