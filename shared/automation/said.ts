import type { Content } from '../conversations/content.ts'
import { blanksOf } from '../inboxes/content.ts'
import type { Template } from '../inboxes/events.ts'
import { sayTemplate, wordingOf } from '../inboxes/content-words.ts'
import { unreachable } from '../kernel/unreachable.ts'
import { fillGaps, type Gap, type Known } from '../phrases/content.ts'
import type { Step } from './content.ts'

/** What a step cannot be done to, or what it would need to be said. Kept with the runs: add one, never rename one. */
export const missing = [
  'no-conversation',
  'no-card',
  /** It was removed. */
  'no-phrase',
  /** The inbox has none of this name and language: perhaps its platform has no templates at all. */
  'no-template',
  /** The template asks for more or less than it did when it was chosen. */
  'other-blanks',
  /** A template’s parameters are never empty. */
  'empty-blank',
  /** The template has a picture, a video or a document in its heading, which only a person can bring. */
  'needs-file',
  /** The same of a place. */
  'needs-place',
  'unknown-customer',
  'unknown-agent'
] as const
export type Missing = (typeof missing)[number]

/** What the words of a step are made with. */
export type Sayable = {
  readonly known: Known
  /** What the conversation’s inbox may send at any time. */
  readonly templates: readonly Template[]
  /** The words of a phrase. `null`: it was removed. */
  phraseOf(phrase: string): string | null
}

type Says = Extract<Step, { do: 'reply' | 'send-phrase' | 'send-template' }>

/** What the customer is told by a step, or why it cannot be said. */
export function saidOf(step: Says, on: Sayable): Extract<Content, { kind: 'text' | 'template' }> | Missing {
  switch (step.do) {
    case 'reply':
      return { kind: 'text', text: step.text }
    case 'send-phrase': {
      const words = on.phraseOf(step.phrase)
      if (words === null) return 'no-phrase'
      const { text, open } = fillGaps(words, on.known)
      return open[0] ? unknown[open[0].gap] : { kind: 'text', text }
    }
    case 'send-template':
      return templateSaid(step, on)
    default:
      return unreachable(step)
  }
}

function templateSaid({ name, language, parameters }: Extract<Says, { do: 'send-template' }>, on: Sayable) {
  const template = on.templates.find(one => one.name === name && one.language === language)
  if (!template) return 'no-template'
  if (template.head) return 'needs-file'
  if (template.place) return 'needs-place'
  if (blanksOf(wordingOf(template)) !== parameters.length) return 'other-blanks'
  const filled = parameters.map(parameter => fillGaps(parameter, on.known))
  const gap = filled.flatMap(({ open }) => open)[0]?.gap
  if (gap) return unknown[gap]
  const given = filled.map(({ text }) => text.trim())
  if (given.includes('')) return 'empty-blank'
  return sayTemplate(template, given)
}

const unknown = { customer: 'unknown-customer', agent: 'unknown-agent' } as const satisfies Record<Gap, Missing>
