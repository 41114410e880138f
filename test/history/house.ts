import { createHash } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { AnyFact } from '../../shared/catalog.ts'
import { emptyPage, turnPage } from '../../shared/conversations/page.ts'
import type { ConversationFact } from '../../shared/conversations/events.ts'
import type { HistoryPlan } from '../../shared/protocol/history.ts'
import type { Core } from '../../sync-server/core.ts'
import { historyIdOf } from '../../sync-server/contacts/derived-ids.ts'
import { bringHistory, undoHistory } from '../../sync-server/history/history.ts'
import { importsOf } from '../../sync-server/history/imports.ts'
import { inboxOf, type Given, type Shop } from '../sealing/given.ts'

type Bare<P> = P extends HistoryPlan ? Omit<P, 'inbox'> : never
const quiet = { began: () => {}, far: () => {} }
const by = { kind: 'agent', id: 'agent-1' } as const

/** A workspace into which files are brought. */
export function house(here: Given, { tenant }: Shop) {
  const inbox = inboxOf(tenant)
  const facts = async (stream: `${string}/${string}`) =>
    (await here.core.log.streams.all(tenant, stream)).map(event => event.fact as AnyFact)
  return {
    inbox,
    facts,
    async bring(body: Uint8Array | string, plan: Bare<HistoryPlan>, core: Core = here.core) {
      const file = createHash('sha256').update(body).digest('hex')
      const path = join(here.dataDir, file)
      writeFileSync(path, body)
      const whole: HistoryPlan = { ...plan, inbox }
      return bringHistory(core, { tenant, by, plan: whole }, { path, file, name: 'x' }, quiet)
    },
    undo: (which: string, core: Core = here.core) => undoHistory(core, { tenant, by, import: which }, () => {}),
    imports: () => importsOf(here.core, tenant),
    head: () => here.core.log.follow.head(tenant),
    contact: async (value: string, kind = 'name', platform = 'webchat') =>
      (await here.core.handles.find(tenant, [[{ platform, kind, value }]]))[0],
    conversation: (contact: string | undefined) => historyIdOf(tenant, inbox, contact ?? ''),
    /** What an agent reads there. */
    async page(conversation: string) {
      const told = (await facts(`conversation/${conversation}`)) as ConversationFact[]
      return turnPage(emptyPage, told).items
    },
    /** Of everything that happened after `seq`, what kinds. */
    async kindsSince(seq: number) {
      const events = await here.core.log.follow.since(tenant, seq, 10_000)
      return [...new Set(events.map(event => event.fact.type))].sort()
    }
  }
}

export const chatPlan = { source: 'whatsapp' as const, us: ['Shop'], zone: 'Europe/Berlin', customer: 'Anna' }

export const chat = [
  '[31.12.23, 21:41:07] Anna: Hi',
  '[31.12.23, 21:41:07] Anna: Hi',
  '[31.12.23, 21:42:00] Shop: Hello',
  '[01.01.24, 09:00:00] Anna: Bye'
].join('\n')
