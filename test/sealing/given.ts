import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { afterAll, beforeAll } from 'vitest'
import type { AnyCommand } from '../../shared/catalog.ts'
import { trustedContext } from '../../shared/identity/may.ts'
import { openCore, type Core } from '../../sync-server/core.ts'
import { database, freshTenant } from '../support/database.ts'

type Bare<C> = C extends AnyCommand ? Omit<C, 'id' | 'at'> : never

export type Given = {
  readonly core: Core
  readonly dataDir: string
  /** The same data, read by a server that has just started. */
  again(): Promise<Core>
}

/** A core on a database, with a master key. Call it at the top of a file. */
export function given(): Given {
  const db = database()
  let made: { core: Core; dataDir: string } | undefined
  const open = (dataDir: string) => openCore(db.sql, pino({ level: 'silent' }), { dataDir })
  beforeAll(async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'daybook-test-'))
    made = { dataDir, core: await open(dataDir) }
  })
  afterAll(async () => {
    await made?.core.log.close()
    if (made) rmSync(made.dataDir, { recursive: true })
  })
  const there = () => {
    if (!made) throw new Error('the core is there only inside tests and hooks')
    return made
  }
  return {
    get core() {
      return there().core
    },
    get dataDir() {
      return there().dataDir
    },
    again: () => open(there().dataDir)
  }
}

export type Shop = {
  readonly tenant: string
  tell(command: Bare<AnyCommand>, core?: Core): Promise<void>
  /** Somebody new writes, under this name: answers who they are, and where. */
  writes(name: string, text: string, core?: Core): Promise<{ contact: string; conversation: string }>
  /** Everything the database has of this workspace, as text. */
  stored(): Promise<string>
}

export const inboxOf = (tenant: string) => `${tenant}-webchat`

/** A workspace nobody has used, with one inbox. */
export async function shop({ core: usual }: Pick<Given, 'core'>): Promise<Shop> {
  const tenant = freshTenant()
  const tell: Shop['tell'] = async (command, core = usual) => {
    const by = { kind: 'agent', id: 'agent-1' } as const
    const whole = { ...command, id: randomUUID(), at: Date.now() }
    const told = await core.actors.tell(tenant, whole, now => trustedContext(by, now))
    if (told.result === 'refused') throw new Error(`${command.type} was refused: ${told.refusal.reason}`)
  }
  await tell({ type: 'tenant.found', tenant, name: tenant })
  await tell({ type: 'inbox.connect', inbox: inboxOf(tenant), platform: 'webchat', name: 'Shop' })
  return {
    tenant,
    tell,
    async writes(name, text, core = usual) {
      const handle = { platform: 'webchat', kind: 'visitor', value: `visitor ${name}` }
      const [person] = await core.handles.claim(tenant, [[handle]])
      const { contact } = person!
      const conversation = core.handles.conversationOf(tenant, inboxOf(tenant), contact)
      const at = { inbox: inboxOf(tenant), contact }
      await tell({ type: 'contact.meet', ...at, handles: [handle], name }, core)
      const said = { message: randomUUID(), content: { kind: 'text' as const, text } }
      await tell({ type: 'conversation.receive', conversation, platform: 'webchat', ...at, ...said }, core)
      return { contact, conversation }
    },
    async stored() {
      const tables = await usual.sql.everywhere.query<{ name: string }>(
        `select c.relname as name from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant'
         where c.relnamespace = current_schema()::regnamespace and c.relkind in ('r', 'p') and not c.relispartition`
      )
      const texts: string[] = []
      for (const { name } of tables) {
        const rows = await usual.sql
          .of(tenant)
          .query<{ row: string }>(`select row_to_json(t)::text as row from ${name} t`)
        texts.push(...rows.map(one => one.row))
      }
      return texts.join('\n')
    }
  }
}
