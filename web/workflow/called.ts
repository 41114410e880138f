import { stageNow } from '../../shared/workflow/workflow.ts'
import { cards, threads, workflows, type CardRow } from '../app/live.ts'
import { nameNow } from '../app/shell/name-now.ts'

/** What the card is called: by its title, else by its customer. Reads once, as all of these do. */
export function nameOfCard(card: CardRow): string {
  return card.title ?? nameNow(card.contact)
}

/** The same by its id, as the subject or the object of a sentence. */
export function cardCalled(card: string): string {
  const row = cards.all.get(card)
  return row ? nameOfCard(row) : 'a card'
}

export function conversationCalled(conversation: string): string {
  const thread = threads.all.get(conversation)
  return thread ? nameNow(thread.contact) : 'a conversation'
}

export function boardCalled(workflow: string): string {
  return workflows.all.get(workflow)?.now?.plan.name ?? 'a board'
}

/** A stage that is gone keeps its name as long as an earlier version tells it. */
export function stageCalled(workflow: string, stage: string): string {
  const { now, earlier = [] } = workflows.all.get(workflow) ?? {}
  const plans = [now, ...earlier].flatMap(one => one?.plan.stages ?? [])
  return plans.find(({ id }) => id === stage)?.name ?? 'a stage that is gone'
}

export function fieldCalled(workflow: string, field: string): string {
  const own = workflows.all.get(workflow)?.now?.plan.fields.find(({ key }) => key === field)?.name
  return own ?? everyCards[field] ?? field
}

const everyCards: Readonly<Record<string, string>> = { value: 'value', due: 'due date', owner: 'owner' }

/** Where the cards of a stage that is gone are now. `undefined`: it is not gone, or nobody knows. */
export function heirOf(workflow: string, stage: string): { readonly id: string; readonly name: string } | undefined {
  const row = workflows.all.get(workflow)
  const now = row && stageNow(row, stage)
  return now && now.id !== stage ? now : undefined
}
