// @module-tag long
import { randomUUID } from 'node:crypto'
import { readFileSync, rmSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { deciders, type AnyCommand, type StreamKind } from '../../shared/catalog.ts'
import { trustedContext } from '../../shared/identity/may.ts'
import { dayMs } from '../../shared/kernel/day.ts'
import type { DownFrame } from '../../shared/protocol/down.ts'
import { actors as openActors } from '../../sync-server/actors/actors.ts'
import type { Archive } from '../../sync-server/days/archive.ts'
import { openCold } from '../../sync-server/days/cold.ts'
import { directoryArchive } from '../../sync-server/days/directory-archive.ts'
import type { Workspace } from '../../sync-server/identity/roster.ts'
import { openLog, type Log } from '../../sync-server/log/log.ts'
import { foldedIn, shapeOf } from '../../sync-server/log/shape.ts'
import { snapshotFrames, type SnapshotDeps } from '../../sync-server/sync/snapshot.ts'
import { database, freshTenant } from '../support/database.ts'
import { archiveDirectory, openHouse } from './given.ts'

const db = database()
const directory = archiveDirectory()
const clock = { at: Date.parse('2035-01-01T10:00Z') }
afterAll(() => rmSync(directory, { recursive: true }))
let tenant = ''

beforeEach(async () => {
  await db.sql.everywhere.query('truncate event, head, heard, tenant_head, tenant_day, closed_day, carry')
  clock.at += 100 * dayMs
  tenant = freshTenant()
})

const admin = { agent: 'ada', role: 'admin', sight: 'all', sees: () => true } as const
const by = { kind: 'agent', id: 'ada' } as const
const content = { kind: 'text', text: 'Hello “there” \u0000' } as const
const known = { inbox: 'wa', platform: 'whatsapp', contact: 'ben' }

/** What agents and customers do with one conversation, by number. */
function commandOf(n: number, conversation: string): AnyCommand {
  const so = { id: randomUUID(), at: clock.at, conversation }
  const all: AnyCommand[] = [
    { ...so, ...known, type: 'conversation.receive', message: so.id, content },
    { ...so, type: 'conversation.reply', content, seen: null },
    { ...so, type: 'conversation.note', text: 'a note' },
    { ...so, type: 'conversation.claim' },
    { ...so, type: 'conversation.label', label: `label-${n % 5}` },
    { ...so, type: 'conversation.snooze', until: clock.at + dayMs, seen: null },
    { ...so, type: 'conversation.mark-read', upTo: n },
    { ...so, type: 'conversation.receipt', platformId: `p${n}`, status: 'read' },
    { ...so, type: 'conversation.prioritise', priority: 'high' },
    { ...so, type: 'conversation.unassign' }
  ]
  return all[n % all.length]!
}

/** A house that has told `many` things to each of three conversations, some of them on days that left the database. */
async function lived(days: number, many: number, pick: (n: number) => number = n => n) {
  const house = await openHouse(db.sql, directory, () => clock.at)
  const actors = openActors(house.log, { now: () => clock.at })
  const tell = (one: AnyCommand) => actors.tell(tenant, one, now => trustedContext(by, now))
  for (let day = 0, n = 0; day < days; day++, clock.at += dayMs) {
    for (const key of ['a', 'b', ...(day < 2 ? ['slept'] : [])]) {
      await tell(commandOf(0, key))
      for (let i = 0; i < many; i++) await tell(commandOf(pick(n++), key))
    }
  }
  await house.days.close()
  await house.days.archive()
  await house.log.close()
}

/** A fresh start of the server on what is stored, and how often it asked the archive. */
async function started(shape: (kind: StreamKind) => string = shapeOf) {
  const asked = { files: 0 }
  const plain = directoryArchive(directory)
  const archive: Archive = {
    ...plain,
    get: name => {
      asked.files += 1
      return plain.get(name)
    }
  }
  const cold = await openCold(db.sql, archive)
  const log = await openLog(db.sql, { cold, now: () => clock.at, shape })
  const actors = openActors(log, { now: () => clock.at })
  const states = async () => {
    const all: unknown[] = []
    for (const key of ['a', 'b', 'slept']) all.push(await actors.state(tenant, 'conversation', key))
    return all
  }
  return { asked, log, actors, states }
}

async function folded(version = Infinity): Promise<unknown[]> {
  const { log } = await started()
  const { initial, evolve } = deciders.conversation
  const all: unknown[] = []
  for (const key of ['a', 'b', 'slept']) {
    const events = await log.streams.between(tenant, `conversation/${key}`, 1, version)
    all.push(events.reduce((state, { fact }) => evolve(state, fact as never), initial))
  }
  await log.close()
  return all
}

async function snapshotOf(conversation: string, { streams, states, follow }: Log) {
  const rows = [{ conversation, inbox: 'wa', contact: 'ben' }]
  const threads = { hot: () => Promise.resolve(rows) } as unknown as SnapshotDeps['threads']
  const links = { linkedWith: () => Promise.resolve([]) }
  const cards = { hot: () => Promise.resolve([]) }
  const workspace = { tenant, streams: [] } as unknown as Workspace
  const parts: Extract<DownFrame, { type: 'snapshot' }>[] = []
  const at = { seq: await follow.head(tenant), fingerprint: '' }
  for await (const { frame } of snapshotFrames(
    { streams, states, threads, cards, links },
    workspace,
    admin,
    at,
    clock.at
  ))
    parts.push(JSON.parse(frame.text) as (typeof parts)[number])
  return parts
}

describe('a state that is carried over the days that left', () => {
  test('is all that an actor needs of them, also of a conversation that slept since', async () => {
    // Only what always becomes an event: the page of a hundred must lie in the days that stay.
    await lived(15, 12, n => n % 3)
    const next = await started()
    expect(await next.states()).toEqual(await folded())
    expect(next.asked.files).toBe(0)
    const woken = await next.actors.tell(tenant, commandOf(3, 'slept'), now => trustedContext(by, now))
    expect([woken.result, next.asked.files]).toEqual(['accepted', 0])

    const [part] = await snapshotOf('a', next.log)
    const [stream] = part!.streams
    expect([stream!.events.length, next.asked.files]).toEqual([100, 0])
    expect(stream!.carry).toEqual((await folded(stream!.from - 1))[0])
    await next.log.close()
  })

  test('and the rest are the whole, wherever the cut is, whatever was told', { timeout: 120_000 }, async () => {
    let ran = 0
    const stories = fc.record({
      days: fc.integer({ min: 11, max: 14 }),
      picks: fc.array(fc.nat(9), { minLength: 8, maxLength: 8 })
    })
    await fc.assert(
      fc.asyncProperty(stories, async ({ days, picks }) => {
        await db.sql.everywhere.query('truncate event, head, heard, tenant_head, tenant_day, closed_day, carry')
        tenant = freshTenant()
        await lived(days, 2, n => picks[n % picks.length]!)
        const next = await started()
        expect(await next.states()).toEqual(await folded())
        expect(next.asked.files).toBe(0)
        await next.log.close()
        ran += 1
      }),
      { numRuns: 5, seed: 20_351_125, endOnFailure: true }
    )
    expect(ran).toBe(5)
  })

  const wounds: [string, string][] = [
    ['another state', `update carry set state = replace(state::text, '"received":', '"received":1')::json`],
    ['another version', 'update carry set version = version + 1'],
    ['another stream', `update carry set stream = 'conversation/x' || stream`],
    ['another proof', `update carry set proof = 'x'`],
    ['nothing', 'delete from carry']
  ]
  test.each(wounds)('is not believed when it says %s, and is made anew by who reads instead', async (_, wound) => {
    await lived(13, 3)
    const truth = await folded()
    await db.sql.everywhere.query(wound)
    const next = await started()
    expect(await next.states()).toEqual(truth)
    expect(next.asked.files).toBeGreaterThan(0)
    await next.log.close()
    const later = await started()
    expect(await later.states()).toEqual(truth)
    expect(later.asked.files).toBe(0)
    await later.log.close()
  })

  test('is gone when it is forgotten, and those of other streams stay', async () => {
    await lived(13, 2)
    const { log } = await started()
    await log.carries.forget(tenant, 'conversation/a')
    const left = await db.sql.everywhere.query<{ stream: string }>('select stream from carry order by stream')
    expect(left.map(({ stream }) => stream)).toEqual(['conversation/b', 'conversation/slept'])
    await log.close()
  })

  test('by another fold is not believed', async () => {
    await lived(13, 3)
    const truth = await folded()
    const other = await started(kind => `${shapeOf(kind)}, changed`)
    expect(await other.states()).toEqual(truth)
    expect(other.asked.files).toBeGreaterThan(0)
    await other.log.close()
  })
})

test('the shape of a fold has everything that the fold is made of', () => {
  const root = fileURLToPath(new URL('../../shared/', import.meta.url))
  const folds: Record<StreamKind, string> = {
    conversation: 'conversations/evolve.ts',
    contact: 'contacts/contact.ts',
    inbox: 'inboxes/inbox.ts',
    agent: 'identity/agent.ts',
    tenant: 'identity/tenant.ts',
    team: 'routing/team.ts',
    automation: 'automation/automation.ts',
    phrase: 'phrases/phrase.ts',
    workflow: 'workflow/workflow.ts',
    card: 'workflow/card.ts'
  }
  for (const [kind, file] of Object.entries(folds)) {
    const seen = new Set([file])
    for (const one of seen) {
      const text = readFileSync(root + one, 'utf8')
      for (const [, path = ''] of text.matchAll(/^(?:import|export) (?!type).*? from '(\.[^']+)'/gms)) {
        seen.add(new URL(path, `file:///${one}`).pathname.slice(1))
      }
    }
    const folders = ['kernel', ...foldedIn[kind as StreamKind]]
    const strange = [...seen].filter(one => !folders.some(folder => one.startsWith(`${folder}/`)))
    expect([kind, strange]).toEqual([kind, []])
    expect(shapeOf(kind as StreamKind)).toMatch(/^[\da-f]{64}$/)
  }
})
