import type { Rule, Step } from '../../shared/automation/content.ts'
import { cardIn, workflowsIn, type Subject } from '../../shared/automation/steps.ts'
import { deciders } from '../../shared/catalog.ts'
import { firstNameOf, type Known } from '../../shared/phrases/content.ts'
import { cycleUnderWay } from '../../shared/workflow/cycles.ts'
import { stageNow } from '../../shared/workflow/workflow.ts'
import type { Actors, StateOf } from '../actors/actors.ts'

/** Where something happened. `lastReceived`: the customer's last words that were there by then, for whoever judges by those. */
export type Place = Pick<Subject, 'conversation' | 'card' | 'lastReceived'> & { readonly tenant: string }

export type SubjectParts = {
  readonly actors: Pick<Actors, 'state'>
  readonly roster: { of(tenant: string): Promise<{ agent(id: string): { readonly name: string } | undefined }> }
}

/** What a step is done to, as it is at this step: an earlier one may have changed it. `self`: whose own words are seen. */
export async function subjectOf(parts: SubjectParts, step: Step, self: string, place: Place): Promise<Subject> {
  const { tenant, conversation, card, lastReceived } = place
  const { initial } = deciders.conversation
  const state = conversation === null ? initial : await parts.actors.state(tenant, 'conversation', conversation)
  const cards = await cardsOf(cardsNow(parts.actors, tenant), { if: [], then: [step] }, place)
  return {
    conversation,
    card,
    lastReceived,
    lastOfOthers: state.latest.find(one => one.by !== self)?.message ?? null,
    placeOf(id) {
      const { stage = '', cycles = [] } = cards.get(id) ?? {}
      return stage === '' ? null : { stage, cycle: cycleUnderWay(cycles) }
    },
    ...(await sayable(parts, step, tenant, state))
  }
}

export type CardStates = {
  card(id: string): Promise<StateOf<'card'>>
  workflow(id: string): Promise<StateOf<'workflow'>>
}

export function cardsNow({ state }: Pick<Actors, 'state'>, tenant: string): CardStates {
  return { card: id => state(tenant, 'card', id), workflow: id => state(tenant, 'workflow', id) }
}

/** The cards that the rule speaks of, with the stage that each is in now. */
export async function cardsOf(
  states: CardStates,
  rule: Pick<Rule, 'if' | 'then'>,
  { conversation, card }: Pick<Place, 'conversation' | 'card'>
): Promise<Map<string, StateOf<'card'>>> {
  const found = new Map<string, StateOf<'card'>>()
  for (const workflow of workflowsIn(rule)) {
    const id = cardIn(workflow, { conversation, card })
    if (id === null) continue
    const state = await states.card(id)
    const stage = stageNow(await states.workflow(workflow), state.stage)
    found.set(id, { ...state, stage: stage?.id ?? state.stage })
  }
  return found
}

type Sayable = Pick<Subject, 'known' | 'templates' | 'phraseOf'>

const nothingToSay: Sayable = { known: { customer: null, agent: null }, templates: [], phraseOf: () => null }

async function sayable(
  parts: SubjectParts,
  step: Step,
  tenant: string,
  conversation: StateOf<'conversation'>
): Promise<Sayable> {
  if (step.do !== 'send-phrase' && step.do !== 'send-template') return nothingToSay
  const known = await knownIn(parts, tenant, conversation)
  if (step.do === 'send-template') {
    const { templates } = await parts.actors.state(tenant, 'inbox', conversation.inbox)
    return { ...nothingToSay, known, templates }
  }
  const { status, text } = await parts.actors.state(tenant, 'phrase', step.phrase)
  return { ...nothingToSay, known, phraseOf: () => (status === 'kept' ? text : null) }
}

/** An automation has no name that a customer would know: it speaks for whoever has the conversation. */
async function knownIn(
  { actors, roster }: SubjectParts,
  tenant: string,
  { contact, assignee }: StateOf<'conversation'>
): Promise<Known> {
  const agent = assignee === null ? undefined : (await roster.of(tenant)).agent(assignee)
  return { customer: firstNameOf(await personName(actors, tenant, contact)), agent: agent?.name ?? null }
}

/** As that of the uppermost of those they were merged into, as far as there are any: links never go round, but nobody should hang on it. */
async function personName(actors: Pick<Actors, 'state'>, tenant: string, contact: string): Promise<string | null> {
  let name: string | null = null
  const seen = new Set<string>()
  for (let id: string | undefined = contact; id !== undefined && !seen.has(id);) {
    seen.add(id)
    const state: StateOf<'contact'> = await actors.state(tenant, 'contact', id)
    if (!state.known) break
    name = state.name
    id = state.merged?.into
  }
  return name
}
