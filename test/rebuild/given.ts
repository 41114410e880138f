import { randomUUID } from 'node:crypto'
import { expect, vi } from 'vitest'
import type { AnyCommand } from '../../shared/catalog.ts'
import { trustedContext } from '../../shared/identity/may.ts'
import { actors as openActors } from '../../sync-server/actors/actors.ts'
import { contactHandles } from '../../sync-server/contacts/handles.ts'
import { openContactLinks } from '../../sync-server/contacts/links.ts'
import { linksBeside } from '../../sync-server/contacts/links-beside.ts'
import { openThreads } from '../../sync-server/conversations/threads.ts'
import type { Sql } from '../../sync-server/db/sql.ts'
import { openLog } from '../../sync-server/log/log.ts'
import { unfinishedSends } from '../../sync-server/platforms/unfinished.ts'
import { projectionsOf } from '../../sync-server/rebuild/projections.ts'
import { rebuildTenant, type RebuildOptions } from '../../sync-server/rebuild/rebuild.ts'
import { boards } from '../../sync-server/workflow/boards.ts'
import { openCards } from '../../sync-server/workflow/cards.ts'
import { cardOf } from '../../shared/workflow/card-id.ts'
import { plan } from '../workflow/story.ts'

/** Here a handle is its own mark. */
const marks = { markOf: (_tenant: string, text: string) => Promise.resolve(text) }
export const projections = projectionsOf(text => text)

/** The log and all who draw from it, unless they sleep; without a sender, so that what agents reply goes on waiting. */
export async function openShop(sql: Sql, tenant: string, asleep = false) {
  const log = await openLog(sql)
  const cards = openCards(sql, log)
  const links = openContactLinks(sql, log)
  const actors = openActors(log, { beside: linksBeside(boards(cards)) })
  if (!asleep) for (const one of [cards, links]) one.start()
  const followers = asleep
    ? []
    : [
        cards,
        links,
        openThreads(sql, actors, log.follow),
        log.follow.follower('contact-handles', contactHandles(sql, marks).learn),
        log.follow.follower('sending', async batch => void (await unfinishedSends(sql).note(batch)))
      ]
  const tell = (command: AnyCommand, id: string) =>
    actors.tell(tenant, command, now => trustedContext({ kind: 'agent', id }, now))
  const stamped = () => ({ id: randomUUID(), at: Date.now() })

  return {
    log,
    /** Somebody writes for the first or another time. */
    async writes(name: string): Promise<void> {
      const handle = { platform: 'whatsapp', kind: 'wa_id', value: `49${name}` }
      const known = { ...stamped(), contact: `contact-${name}`, inbox: 'wa' }
      await tell({ ...known, type: 'contact.meet', name, handles: [handle] }, 'wa')
      const content = { kind: 'text', text: 'Hello' } as const
      const said = { conversation: name, platform: 'whatsapp', message: randomUUID(), content }
      await tell({ ...known, ...said, id: randomUUID(), type: 'conversation.receive' }, 'wa')
    },
    async replies(conversation: string): Promise<string> {
      const content = { kind: 'text', text: 'Yes' } as const
      const command = { ...stamped(), type: 'conversation.reply', conversation, content, seen: null } as const
      await tell(command, 'ada')
      return command.id
    },
    async sends(conversation: string, message: string): Promise<void> {
      await tell({ ...stamped(), type: 'conversation.start-sending', conversation, message }, 'sender')
      const outcome = { result: 'sent', platformId: `p-${message}` } as const
      await tell({ ...stamped(), type: 'conversation.end-sending', conversation, message, outcome }, 'sender')
    },
    /** A workflow, and a card in it for each of these. */
    async puts(...conversations: string[]): Promise<void> {
      await tell({ ...stamped(), type: 'workflow.publish', workflow: 'w', onVersion: 0, plan, moved: [] }, 'ada')
      for (const conversation of conversations) {
        const of = { kind: 'conversation', conversation } as const
        const card = { ...stamped(), card: cardOf('w', conversation), workflow: 'w', rank: 'm' } as const
        await tell({ ...card, type: 'card.place', of, title: null, stage: null }, 'ada')
      }
    },
    merges: (contact: string, into: string) => tell({ ...stamped(), type: 'contact.merge', contact, into }, 'ada'),
    claims: (conversation: string) => tell({ ...stamped(), type: 'conversation.claim', conversation }, 'ada'),
    async caughtUp(): Promise<void> {
      const head = await log.follow.head(tenant)
      // Where a follower stands is written a little after it came there.
      await vi.waitFor(
        async () => {
          const rows = await sql.of(tenant).query('select seq from follower where tenant = $1', [tenant])
          expect(rows).toEqual(followers.map(() => ({ seq: head })))
        },
        { timeout: 15_000 }
      )
    },
    rebuild: async (options: RebuildOptions = {}) => {
      const { tables } = await rebuildTenant({ sql, log }, projections, tenant, options)
      return Object.fromEntries(tables.map(one => [one.table, one]))
    },
    async close(): Promise<void> {
      for (const one of followers) await one.stop()
      await log.close()
    }
  }
}
