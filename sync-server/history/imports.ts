import { createHash } from 'node:crypto'
import type { InboxFact } from '../../shared/inboxes/events.ts'
import { streamKey } from '../../shared/kernel/message.ts'
import type { HistoryPlan, ImportEntry } from '../../shared/protocol/history.ts'
import type { Core } from '../core.ts'

/** All imports of a workspace, as its log tells them, the latest first. */
export async function importsOf({ log, roster }: Pick<Core, 'log' | 'roster'>, tenant: string): Promise<ImportEntry[]> {
  const { streams } = await roster.of(tenant)
  const found = new Map<string, ImportEntry>()
  for (const stream of streams.filter(stream => stream.startsWith('inbox/'))) {
    for (const { fact } of await log.streams.all(tenant, stream)) draw(found, streamKey(stream), fact as InboxFact)
  }
  return [...found.values()].sort((a, b) => b.at - a.at)
}

function draw(found: Map<string, ImportEntry>, inbox: string, fact: InboxFact): void {
  switch (fact.type) {
    case 'inbox.import-began': {
      const { import: which, source, at } = fact
      const by = fact.by.kind === 'agent' ? fact.by.id : null
      const so = { state: 'stopped', progress: null, counts: null, why: null } as const
      found.set(which, { import: which, inbox, source, at, by, ...so })
      return
    }
    case 'inbox.import-ended': {
      const before = found.get(fact.import)
      const { messages, conversations, contacts, files, known, unread } = fact
      const counts = { messages, conversations, contacts, files, known, unread }
      if (before) found.set(fact.import, { ...before, state: 'ended', counts })
      return
    }
    case 'inbox.import-undone': {
      const before = found.get(fact.import)
      if (before) found.set(fact.import, { ...before, state: 'undone' })
      return
    }
    default:
  }
}

/**
 * The same file with the same plan is the same import: begun again after a crash it goes on, and there is nothing to do
 * where it came to its end. Only after it was undone is it another one.
 */
export function importIdOf(tenant: string, file: string, plan: HistoryPlan, undone: ReadonlySet<string>): string {
  for (let life = 0; ; life++) {
    const text = JSON.stringify([tenant, file, Object.entries(plan).sort(([a], [b]) => (a < b ? -1 : 1)), life])
    const id = createHash('sha256').update(text).digest('hex').slice(0, 24)
    if (!undone.has(id)) return id
  }
}
