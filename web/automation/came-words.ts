import { unreachable } from '../../shared/kernel/unreachable.ts'
import type { Came, Outcome } from '../../shared/protocol/automations.ts'
import type { DispatchRefusal } from '../app/device.ts'
import { missingWords } from './missing-words.ts'
import { lineSentence, stepSentence } from './sentences.ts'

type Told = { readonly now: number; nameOf(agent: string): string }
export type RefusalWords = { refusalSentence(refusal: DispatchRefusal, told: Told): string }

/** Why it acted or did not, as a sentence. `isDry`: it would have. */
export function cameWords(came: Came, isDry: boolean, words: RefusalWords, told: Told): string {
  switch (came.as) {
    case 'fired': {
      const steps = came.steps.map((step, at) => `${stepSentence(step)}${outcomeWords(came.outcomes[at], words, told)}`)
      return `${isDry ? 'It would have acted' : 'It acted'}: ${steps.join('; ')}.`
    }
    case 'condition':
      return `It did nothing, because this was not so: ${lineSentence(came.line)}.`
    case 'loop':
      return 'It was stopped: automations had begun each other too often. Look at what begins them.'
    case 'too-often':
      return 'It was stopped: it had acted ten times within an hour on this conversation. Perhaps a machine answers.'
    case 'too-late':
      return 'It did nothing, because this was more than a day ago.'
    default:
      return unreachable(came)
  }
}

function outcomeWords(outcome: Outcome | undefined, { refusalSentence }: RefusalWords, told: Told): string {
  switch (outcome?.result) {
    case 'already':
      return ' (it was so already)'
    case 'in-doubt':
      return ' (not sent: the customer may have it from before a backup was restored)'
    case 'missing':
      return ` (not done: ${outcome.what ? missingWords[outcome.what] : 'there was no conversation or card for it'})`
    case 'call':
      return callWords(outcome)
    case 'refused':
      return ` (not done: ${refusalSentence(outcome.refusal, told)})`
    default:
      return ''
  }
}

function callWords({ state, tries, words }: Extract<Outcome, { result: 'call' }>): string {
  switch (state) {
    case 'waiting':
      return tries === 0 ? ' (on its way)' : ` (${words}; it is tried again)`
    case 'called':
      return ` (${words})`
    case 'given-up':
      if (tries === 0) return ` (not called: ${words})`
      return ` (given up after ${tries === 1 ? 'one try' : `${tries} tries`}: ${words})`
    default:
      return unreachable(state)
  }
}
