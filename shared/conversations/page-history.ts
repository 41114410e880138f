import type { HistoryFact } from './history.ts'
import type { PageItem } from './page-item.ts'

/** What was said before stands on the page like everything else: it was taken then, and nobody waits for a tick. */
export function withHistory(items: PageItem[], fact: HistoryFact): PageItem[] {
  const { type, at, by, import: brought } = fact
  if (type === 'conversation.history-withdrawn') {
    return items.flatMap(item => {
      if (!('import' in item) || item.import !== brought) return [withoutStandIn(item, brought)]
      return item.standIn && !isOf(item.standIn, brought) ? [item.standIn] : []
    })
  }
  if (type !== 'conversation.history-told') return items
  const { message: id, instead, from, content, writer } = fact
  const standInAt = instead === undefined ? -1 : items.findIndex(item => item.id === instead)
  const standIn = items[standInAt]
  const so = { id, at, by, content, import: brought, ...(writer && { writer }), ...(standIn && { standIn }) }
  const sent = { delivery: 'sent', failure: null, platformId: id, elsewhere: true } as const
  const item: PageItem = from === 'us' ? { kind: 'replied', ...so, ...sent } : { kind: 'received', ...so }
  if (standIn) items[standInAt] = item
  else items.push(item)
  return items
}

function isOf(item: PageItem, brought: string): boolean {
  return 'import' in item && item.import === brought
}

/** The file stays where only the line that told of it is taken back. */
function withoutStandIn(item: PageItem, brought: string): PageItem {
  if (!('standIn' in item) || !item.standIn || !isOf(item.standIn, brought)) return item
  const { standIn: _line, ...rest } = item
  return rest
}
