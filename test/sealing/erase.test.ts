import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { dayMs } from '../../shared/kernel/day.ts'
import type { StreamId } from '../../shared/kernel/message.ts'
import { openThreads, type Threads } from '../../sync-server/conversations/threads.ts'
import { eraseAgain } from '../../sync-server/erasing/again.ts'
import { cardOf } from '../../shared/workflow/card-id.ts'
import type { ErasingParts } from '../../sync-server/erasing/erase-person.ts'
import { eraseKeptLongEnough } from '../../sync-server/erasing/retention.ts'
import { rewriteKeys } from '../../sync-server/erasing/rewrite-keys.ts'
import { whenContactErased } from '../../sync-server/erasing/when-contact-erased.ts'
import { whenCustomerWrites } from '../../sync-server/workflow/when-customer-writes.ts'
import { sharedDrafts } from '../../sync-server/together/shared-drafts.ts'
import type { Follower } from '../../sync-server/log/follow.ts'
import { faultsOf } from '../log/chain.ts'
import { plan } from '../workflow/story.ts'
import { given, inboxOf, shop, type Shop } from './given.ts'

const here = given()
let threads: Threads
let erasing: Follower
/** Things that go wrong once, at the next time they are done. */
const broken = new Set<string>()

function fails<F extends (...args: never[]) => Promise<unknown>>(name: string, work: F): F {
  return (async (...args: never[]) => {
    if (broken.delete(name)) throw new Error(`${name} broke`)
    return work(...args)
  }) as unknown as F
}

beforeAll(() => {
  const { log, sql, actors, erasing: parts } = here.core
  threads = openThreads(sql, actors, log.follow)
  const shaky: ErasingParts = {
    ...parts,
    actors: { ...actors, tell: fails('a conversation', actors.tell) },
    letters: { ...parts.letters, forget: fails('the letters', parts.letters.forget) },
    handles: { ...parts.handles, forget: fails('the handles', parts.handles.forget) }
  }
  erasing = whenContactErased(shaky, threads, log.follow)
})
afterAll(async () => {
  await erasing.stop()
  await threads.stop()
})

const rethrow = (error: unknown) => {
  throw error
}

const caughtUp = async () => {
  // What one makes true the other follows.
  for (let round = 0; round < 2; round++) {
    await erasing.caughtUp()
    await threads.caughtUp()
  }
}

/** Somebody whose words are in every place that there is for them. */
async function everywhere(ours: Shop, name: string) {
  const { core } = here
  const person = await ours.writes(`name-${name}`, `said-${name}`)
  const { contact, conversation } = person
  const content = { kind: 'text', text: `reply-${name}` } as const
  await ours.tell({ type: 'conversation.note', conversation, text: `note-${name}` })
  await ours.tell({ type: 'conversation.reply', conversation, content, seen: null })
  await ours.tell({ type: 'contact.set-attribute', contact, key: 'Shoe size', value: `value-${name}` })
  const letter = {
    why: `is odd: note-${name}`,
    raw: JSON.stringify({ from: `visitor name-${name}`, text: `letter-${name}` })
  }
  await core.erasing.letters.keep(ours.tenant, inboxOf(ours.tenant), [letter])
  await sharedDrafts(core.sql, core.keyring).keep(ours.tenant, conversation, Buffer.from(`draft-${name}`))
  const { now } = await core.actors.state(ours.tenant, 'workflow', 'w')
  if (!now) await ours.tell({ type: 'workflow.publish', workflow: 'w', onVersion: 0, plan, moved: [] })
  const card = { workflow: 'w', card: cardOf('w', conversation) }
  const of = { kind: 'conversation', conversation } as const
  await ours.tell({ type: 'card.place', ...card, of, title: `title-${name}`, stage: null, rank: 'm' })
  await ours.tell({ type: 'card.set-field', ...card, key: 'interest', value: `field-${name}` })
  await ours.tell({ type: 'card.add-item', ...card, text: `item-${name}` })
  await ours.tell({ type: 'card.close', ...card, from: 'new', outcome: 'done', reason: `reason-${name}`, rank: 'm' })
  const streams = [`contact/${contact}`, `conversation/${conversation}`, `card/${card.card}`] as StreamId[]
  return { ...person, streams }
}

/** Everything that can be read of the workspace in any way. */
async function readable(ours: Shop, streams: readonly StreamId[]): Promise<string> {
  const { log, actors, erasing: parts } = here.core
  const hot = await Promise.all(streams.map(stream => log.streams.last(ours.tenant, stream, 100)))
  const states = await Promise.all(
    streams.map(stream => actors.state(ours.tenant, stream.split('/')[0] as 'contact', stream.split('/')[1]!))
  )
  const all = [await log.follow.since(ours.tenant, 0, 1000), hot, states, await parts.letters.of(ours.tenant)]
  return JSON.stringify(all) + (await ours.stored())
}

const wordsOf = (name: string) =>
  ['title', 'field', 'item', 'reason', 'name', 'said', 'reply', 'note', 'value', 'letter', 'draft'].map(
    kind => `${kind}-${name}`
  )

describe('who is erased', () => {
  test.each(['nothing', 'a conversation', 'the letters', 'the handles'])(
    'cannot be read anywhere, and nobody else is touched, also when it breaks off once at: %s',
    async fault => {
      const [ours, theirs] = [await shop(here), await shop(here)]
      const [ada, bob, ada2] = [
        await everywhere(ours, 'ada'),
        await everywhere(ours, 'bob'),
        await everywhere(theirs, 'ada')
      ]
      await caughtUp()
      if (fault !== 'nothing') broken.add(fault)
      await ours.tell({ type: 'contact.erase', contact: ada.contact })
      await caughtUp()
      expect([...broken]).toEqual([])

      const left = await readable(ours, ada.streams)
      for (const word of wordsOf('ada')) expect([word, left.includes(word)]).toEqual([word, false])
      const others = await readable(ours, bob.streams)
      // Drafts and letters are read where they lie; here only what the log and the letters say.
      for (const word of wordsOf('bob').slice(0, 10)) expect([word, others.includes(word)]).toEqual([word, true])
      expect(await readable(theirs, ada2.streams)).toContain('said-ada')
      const drafts = sharedDrafts(here.core.sql, here.core.keyring)
      expect(await drafts.read(ours.tenant, ada.conversation)).toBeUndefined()
      expect(Buffer.from((await drafts.read(ours.tenant, bob.conversation)) ?? []).toString()).toBe('draft-bob')

      expect((await threads.hot(ours.tenant, 'agent-1', 0)).map(row => row.contact)).toEqual([bob.contact])
      expect(await faultsOf(here.core.sql, ours.tenant)).toEqual([])
      expect(here.core.erasing.erasures.all()).toContainEqual(expect.objectContaining({ contact: ada.contact }))
    }
  )

  test('is somebody new when they write again, and may be erased once more', async () => {
    const ours = await shop(here)
    const lives = []
    for (const text of ['one', 'two', 'three']) {
      const life = await ours.writes('Ada', text)
      lives.push(life)
      await ours.tell({ type: 'contact.erase', contact: life.contact })
      await caughtUp()
    }
    expect(new Set(lives.map(life => life.contact)).size).toBe(3)
    expect(new Set(lives.map(life => life.conversation)).size).toBe(3)
    const { contact } = await ours.writes('Ada', 'four')
    expect(await here.core.actors.state(ours.tenant, 'contact', contact)).toMatchObject({ known: true, name: 'Ada' })
  })

  test('does not come back with what is said to the conversation afterwards, or learned of them late', async () => {
    const ours = await shop(here)
    const { contact, conversation } = await ours.writes('Ada', 'hello')
    await ours.tell({ type: 'contact.erase', contact })
    await caughtUp()
    const said = { message: 'm', content: { kind: 'text', text: 'late' } } as const
    const at = { inbox: inboxOf(ours.tenant), platform: 'webchat', contact }
    await expect(ours.tell({ type: 'conversation.receive', conversation, ...at, ...said })).rejects.toThrow('no-such')
    await expect(ours.tell({ type: 'contact.rename', contact, name: 'Ada' })).rejects.toThrow('no-such-contact')
    // First words in another inbox, on their way while they were erased.
    await ours.tell({ type: 'conversation.receive', conversation: `${conversation}-2`, ...at, ...said })
    await caughtUp()
    const { over } = await here.core.actors.state(ours.tenant, 'conversation', `${conversation}-2`)
    expect(over).toBe(true)
    expect(JSON.stringify(await here.core.log.follow.since(ours.tenant, 0, 1000))).not.toContain('late')
    const fact = {
      type: 'contact.met',
      at: 1,
      by: { kind: 'system', id: 's' } as const,
      cause: 'c',
      inbox: 'i',
      handle: { platform: 'webchat', kind: 'visitor', value: 'visitor Ada' },
      name: null
    }
    const event = {
      seq: 1,
      stream: `contact/${contact}` as const,
      version: 1,
      recordedAt: 1,
      scope: 'inbox:i' as const,
      fact,
      hash: ''
    }
    await here.core.handles.learn({ tenant: ours.tenant, from: 1, to: 1, events: [event] })
    expect((await ours.writes('Ada', 'again')).contact).not.toBe(contact)
  })

  test('is erased again in a database that is older than that', async () => {
    const ours = await shop(here)
    const [ada, bob] = [await ours.writes('Ada', 'back again'), await ours.writes('Bob', 'stays')]
    here.core.erasing.erasures.note({ tenant: ours.tenant, contact: ada.contact, at: 1 })
    here.core.erasing.erasures.note({ tenant: ours.tenant, contact: 'nobody', at: 1 })
    expect(await eraseAgain(here.core.erasing, rethrow)).toBe(1)
    expect(await eraseAgain(here.core.erasing, rethrow)).toBe(0)
    const all = JSON.stringify(await here.core.log.follow.since(ours.tenant, 0, 1000))
    expect([all.includes('back again'), all.includes('stays')]).toEqual([false, true])
    expect(await here.core.actors.state(ours.tenant, 'contact', bob.contact)).toMatchObject({ known: true })
  })

  test('leaves no key behind in the table’s file', async () => {
    const ours = await shop(here)
    const { contact } = await ours.writes('Ada', 'hello')
    await ours.tell({ type: 'contact.erase', contact })
    await caughtUp()
    expect(await rewriteKeys(here.core.sql)).toBe(true)
    expect(await rewriteKeys(here.core.sql)).toBe(false)
  })
})

describe('an inbox that keeps conversations so long', () => {
  test('erases those that were resolved before, once, and goes on with who writes again', async () => {
    const ours = await shop(here)
    const inbox = inboxOf(ours.tenant)
    const [old, open] = [await ours.writes('Ada', 'said-old'), await ours.writes('Bob', 'said-open')]
    const { lastReceived: seen } = await here.core.actors.state(ours.tenant, 'conversation', old.conversation)
    await ours.tell({ type: 'conversation.resolve', conversation: old.conversation, seen })
    await caughtUp()
    const now = Date.now()
    const erased = (at: number) => eraseKeptLongEnough(here.core.erasing, at, rethrow)
    expect(await erased(now + 1000 * dayMs)).toBe(0)
    await ours.tell({ type: 'inbox.set-retention', inbox, days: 30 })
    expect(await erased(now + 29 * dayMs)).toBe(0)
    expect(await erased(now + 31 * dayMs)).toBe(1)
    await caughtUp()
    expect(await erased(now + 32 * dayMs)).toBe(0)

    const said = async () => JSON.stringify(await here.core.log.follow.since(ours.tenant, 0, 1000))
    expect([(await said()).includes('said-old'), (await said()).includes('said-open')]).toEqual([false, true])
    expect((await threads.hot(ours.tenant, 'agent-1', 0)).map(row => row.contact)).toEqual([open.contact])
    expect(await here.core.actors.state(ours.tenant, 'contact', old.contact)).toMatchObject({
      known: true,
      name: 'Ada'
    })

    const again = await ours.writes('Ada', 'said-new')
    expect(again).toEqual(old)
    await caughtUp()
    const fresh = await here.again()
    const facts = await fresh.log.streams.all(ours.tenant, `conversation/${old.conversation}`)
    expect(facts.at(-1)?.fact).toMatchObject({ content: { text: 'said-new' } })
    expect(JSON.stringify(facts)).not.toContain('said-old')
    expect(await faultsOf(here.core.sql, ours.tenant)).toEqual([])
    await fresh.log.close()
  })

  test('erases all others when one cannot be erased, in this workspace and in every other', async () => {
    const [ours, theirs] = [await shop(here), await shop(here)]
    const resolved = async (shop: Shop, name: string) => {
      const { conversation } = await shop.writes(name, `said-${name}`)
      const { lastReceived: seen } = await here.core.actors.state(shop.tenant, 'conversation', conversation)
      await shop.tell({ type: 'conversation.resolve', conversation, seen })
      return conversation
    }
    const all = [await resolved(ours, 'a'), await resolved(ours, 'b'), await resolved(theirs, 'c')]
    for (const shop of [ours, theirs])
      await shop.tell({ type: 'inbox.set-retention', inbox: inboxOf(shop.tenant), days: 30 })
    await caughtUp()
    const [stuck] = all.slice(0, 2).toSorted()
    const parts = {
      ...here.core.erasing,
      roster: { ...here.core.roster, tenants: () => Promise.resolve([ours.tenant, theirs.tenant]) },
      actors: {
        ...here.core.actors,
        tell: (...[tenant, command, ...rest]: Parameters<typeof here.core.actors.tell>) =>
          'conversation' in command && command.conversation === stuck
            ? Promise.reject(new Error('its day cannot be read'))
            : here.core.actors.tell(tenant, command, ...rest)
      }
    }
    const told: unknown[] = []
    expect(await eraseKeptLongEnough(parts, Date.now() + 31 * dayMs, error => told.push(String(error)))).toBe(2)
    expect(told).toEqual(['Error: its day cannot be read'])
    await caughtUp()
    const overs = await Promise.all(
      all.map(async (one, at) => {
        const { tenant } = at < 2 ? ours : theirs
        return (await here.core.actors.state(tenant, 'conversation', one)).status
      })
    )
    expect(all.filter((_, at) => overs[at] === 'resolved')).toEqual([stuck])
  })

  test('whoever writes again has a card again, and that goes like the one before', async () => {
    const { core } = here
    const ours = await shop(here)
    const inbox = inboxOf(ours.tenant)
    await ours.tell({ type: 'inbox.set-retention', inbox, days: 30 })
    const takes = { ...plan, takes: { from: 'every-inbox' as const } }
    await ours.tell({ type: 'workflow.publish', workflow: 'w', onVersion: 0, plan: takes, moved: [] })
    const { actors, log, erasing: parts } = core
    const workflows = whenCustomerWrites({ actors, streams: log.streams, roster: parts.roster }, log.follow)
    const { conversation } = await ours.writes('Ada', 'said-first')
    const card = { workflow: 'w', card: cardOf('w', conversation) }
    const state = () => actors.state(ours.tenant, 'card', card.card)
    for (const [round, title] of ['title-first', 'title-second', 'title-third'].entries()) {
      if (round > 0) await ours.writes('Ada', `said-${round}`)
      await workflows.caughtUp()
      expect(await state()).toMatchObject({ status: 'open', stage: 'new', title: null, cycles: [{ number: 1 }] })
      await ours.tell({ type: 'card.rename', ...card, title })
      const { lastReceived: seen } = await actors.state(ours.tenant, 'conversation', conversation)
      await ours.tell({ type: 'conversation.resolve', conversation, seen })
      await caughtUp()
      expect(await eraseKeptLongEnough(parts, Date.now() + 31 * dayMs, rethrow)).toBeGreaterThan(0)
      await caughtUp()
      expect(await state()).toMatchObject({ status: 'erased', title: null })
      expect(JSON.stringify(await log.follow.since(ours.tenant, 0, 1000))).not.toContain('title-')
    }
    // By hand too; and of whom nobody may know anything any more, none is made.
    const place = { type: 'card.place', ...card, of: { kind: 'conversation', conversation }, title: null } as const
    await expect(ours.tell({ ...place, stage: null, rank: 'm' })).rejects.toThrow('no-such-conversation')
    await workflows.stop()
    const { contact } = await ours.writes('Ada', 'said-last')
    await ours.tell({ ...place, stage: 'talk', rank: 'm' })
    expect(await state()).toMatchObject({ status: 'open', stage: 'talk' })
    await ours.tell({ type: 'contact.erase', contact })
    await caughtUp()
    expect(await state()).toMatchObject({ status: 'erased' })
    await expect(ours.tell({ ...place, stage: null, rank: 'm' })).rejects.toThrow('no-such-conversation')
  })
})
