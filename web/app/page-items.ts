import type { ConversationFact } from '../../shared/conversations/events.ts'
import { turnPage, type Page } from '../../shared/conversations/page.ts'
import type { PageItem } from '../../shared/conversations/page-item.ts'
import type { Event } from '../../shared/kernel/message.ts'
import type { Drawn, Hope } from '../sync/engine/redraw.ts'
import type { Item } from './device.ts'

/** The same object for the same confirmed item, so that a bubble that has not changed is not drawn again. */
const confirmedItems = new WeakMap<PageItem, Item>()

/** Confirmed items, then what the hopes make of them; words that are in doubt are shown all the same. */
export function itemsOf(page: Page, drawn: Drawn | null, agent: string): readonly Item[] {
  const hopes = drawn?.hopes ?? []
  const facts = hopes.flatMap(hope => hope.facts) as ConversationFact[]
  if (hopes.length === 0) return page.items.map(confirmedItem)

  const hoped = new Set(facts.map(itemIdOf))
  const items = turnPage(page, facts).items.map(item =>
    hoped.has(item.id) ? { ...item, onDevice: true, doubt: null } : confirmedItem(item)
  )
  const doubtful = hopes.flatMap(hope => doubtfulItem(hope, agent))
  return doubtful.length === 0 ? items : [...items, ...doubtful].sort((a, b) => a.at - b.at)
}

/** What a page has read is no hope on it: another tab may have stored it, and not told this one yet. */
export function hopesBeside(run: readonly Event[], drawn: Drawn | null): Drawn | null {
  if (!drawn || drawn.hopes.length === 0) return drawn
  const stored = new Set(run.map(event => event.fact.cause))
  return { ...drawn, hopes: drawn.hopes.filter(({ held }) => !held.command || !stored.has(held.command.id)) }
}

function confirmedItem(item: PageItem): Item {
  const known = confirmedItems.get(item)
  if (known) return known
  const made = { ...item, onDevice: false, doubt: null }
  confirmedItems.set(item, made)
  return made
}

/** Which item of the page a fact makes or changes. */
function itemIdOf(fact: ConversationFact): string {
  if ('message' in fact && fact.message !== undefined) return fact.message
  return 'note' in fact ? fact.note : `${fact.cause}:${fact.type}`
}

function doubtfulItem({ held, doubt }: Hope, agent: string): Item[] {
  const { command } = held
  if (!command || !doubt) return []
  const base = { id: command.id, at: command.at, onDevice: true, doubt, by: { kind: 'agent' as const, id: agent } }
  if (command.type === 'conversation.note') return [{ ...base, kind: 'noted', text: command.text }]
  if (command.type !== 'conversation.reply') return []
  const { content } = command
  return [{ ...base, kind: 'replied', content, delivery: 'waiting', failure: null, platformId: null }]
}
