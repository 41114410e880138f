import type { Author } from '../../shared/kernel/message.ts'
import { unreachable } from '../../shared/kernel/unreachable.ts'
import type { CardRefusal, WorkflowRefusal } from '../../shared/workflow/refusals.ts'
import { inSentence } from '../ui/time-words.ts'
import { fieldCalled, stageCalled } from './called.ts'

/** `workflow`: what was refused is one of its cards, if anybody knows. */
type Told = { readonly now: number; nameOf(agent: string): string; readonly workflow?: string | undefined }

/** What other contexts refuse in the same words. */
type Common = 'not-allowed' | 'no-such-conversation' | 'no-such-contact' | 'no-such-agent'
type Own = Exclude<CardRefusal | WorkflowRefusal, { reason: Common }>

/** Why a card or a workflow did not become what somebody wanted. */
export function workflowRefusalSentence(refusal: Own, { now, nameOf, workflow }: Told): string {
  switch (refusal.reason) {
    case 'no-such-card':
      return 'This card is not on a board you work with any more.'
    case 'no-such-workflow':
      return 'This workflow does not exist any more, or is archived.'
    case 'no-such-stage':
      return 'The workflow was changed: it does not have this stage any more.'
    case 'no-such-field':
      return 'The workflow was changed: it does not have this field any more.'
    case 'already-placed':
      return 'This conversation has a card in this workflow already.'
    case 'already-closed':
      return `${whoIs(refusal.by, nameOf)} closed this card ${inSentence(refusal.at, now)}, as ${refusal.outcome}.`
    case 'moved-meanwhile':
      return workflow === undefined
        ? `${whoIs(refusal.by, nameOf)} moved this card ${inSentence(refusal.at, now)}. Look where it is now, and move it again.`
        : `${whoIs(refusal.by, nameOf)} moved it to ${stageCalled(workflow, refusal.stage)} ${inSentence(refusal.at, now)}.`
    case 'not-over':
      return 'The card goes on: this cycle is not over, and says why when it ends.'
    case 'ended-otherwise':
      return `It ended as ${refusal.outcome} after all, ${inSentence(refusal.at, now)}.`
    case 'transition-not-allowed':
      return workflow === undefined
        ? 'In this workflow a card does not go from there to here.'
        : `In this workflow a card does not go from ${stageCalled(workflow, refusal.from)} to ${stageCalled(workflow, refusal.to)}.`
    case 'missing-fields':
      return `Fill in first what this stage asks for: ${refusal.fields.map(field => (workflow === undefined ? field : fieldCalled(workflow, field))).join(', ')}.`
    case 'stage-not-yours':
      return `Only ${refusal.role === 'admin' ? 'admins' : 'supervisors and admins'} may move cards ${refusal.way === 'in' ? 'into' : 'out of'} this stage.`
    case 'stage-full':
      return `This stage is full: it has ${refusal.cards} of at most ${refusal.limit} cards.`
    case 'too-many-items':
      return `A card has at most ${refusal.limit} items.`
    case 'published-meanwhile':
      return `${whoIs(refusal.by, nameOf)} published version ${refusal.version} ${inSentence(refusal.at, now)}. Look at it first.`
    case 'unsound-plan':
      return 'This workflow is not whole yet. Look at what is marked.'
    case 'stage-without-heir':
      return 'Say first where the cards of the removed stage go.'
    default:
      return unreachable(refusal)
  }
}

function whoIs(by: Author, nameOf: (agent: string) => string): string {
  if (by.kind === 'agent') return nameOf(by.id)
  return by.kind === 'customer' ? 'The customer' : 'The workflow'
}
