import type { HistoryFact } from './history.ts'
import type { PageItem } from './page-item.ts'

/** What was said before stands on the page like everything else: it was taken then, and nobody waits for a tick. */
export function withHistory(items: PageItem[], fact: HistoryFact): PageItem[] {
  const { type, at, by, import: brought } = fact
  if (type === 'conversation.history-withdrawn') {
    return items.filter(item => !('import' in item && item.import === brought))
  }
  if (type !== 'conversation.history-told') return items
  const { message: id, from, content, writer } = fact
  const so = { id, at, by, content, import: brought, ...(writer && { writer }) }
  const sent = { delivery: 'sent', failure: null, platformId: id, elsewhere: true } as const
  items.push(from === 'us' ? { kind: 'replied', ...so, ...sent } : { kind: 'received', ...so })
  return items
}
