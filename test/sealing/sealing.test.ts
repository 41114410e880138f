import { describe, expect, test } from 'vitest'
import { deciders } from '../../shared/catalog.ts'
import { replay } from '../../shared/kernel/decider.ts'
import type { StreamId } from '../../shared/kernel/message.ts'
import { openLog } from '../../sync-server/log/log.ts'
import { faultsOf } from '../log/chain.ts'
import { given, shop, type Shop } from './given.ts'

const here = given()

const words = (name: string) => ({
  text: `said-${name}-äé😀\u0000`,
  note: `note-${name}`,
  reply: `reply-${name}`,
  name: `name-${name}`,
  value: `value-${name}`
})

/** Somebody whose words are everywhere they can be. */
async function talk(ours: Shop, name: string) {
  const said = words(name)
  const { contact, conversation } = await ours.writes(said.name, said.text)
  const content = { kind: 'text', text: said.reply } as const
  await ours.tell({ type: 'conversation.note', conversation, text: said.note })
  await ours.tell({ type: 'conversation.reply', conversation, content, seen: null })
  await ours.tell({ type: 'contact.set-attribute', contact, key: 'Shoe size', value: said.value })
  return { contact, conversation, streams: [`contact/${contact}`, `conversation/${conversation}`] as StreamId[] }
}

const factsOf = async (tenant: string, stream: StreamId, log = here.core.log) =>
  (await log.streams.all(tenant, stream)).map(event => event.fact)

describe('what is said', () => {
  test('stands in no table, and is read as it was, also by a server that has just started', async () => {
    const ours = await shop(here)
    const { streams } = await talk(ours, 'ada')
    const stored = await ours.stored()
    for (const word of ['said-ada', 'note-ada', 'reply-ada', 'name-ada', 'value-ada', 'Shoe size']) {
      expect([word, stored.includes(word)]).toEqual([word, false])
    }
    const fresh = await here.again()
    for (const stream of streams)
      expect(await factsOf(ours.tenant, stream, fresh.log)).toEqual(await factsOf(ours.tenant, stream))
    const all = JSON.stringify(await fresh.log.follow.since(ours.tenant, 0, 100))
    for (const word of Object.values(words('ada'))) expect(all).toContain(JSON.stringify(word).slice(1, -1))
    expect(await faultsOf(here.core.sql, ours.tenant)).toEqual([])
    await fresh.log.close()
  })

  test('of two people is under two keys, and a stream goes on with the key it began with', async () => {
    const ours = await shop(here)
    const [ada, bob] = [await talk(ours, 'ada'), await talk(ours, 'bob')]
    const fresh = await here.again()
    await ours.tell({ type: 'conversation.note', conversation: ada.conversation, text: 'later' }, fresh)
    const keys = await here.core.sql
      .of(ours.tenant)
      .query<{ stream: string; contact: string }>('select stream, contact from sealing_key order by contact, stream')
    const expected = [ada, bob].flatMap(one => one.streams.map(stream => ({ stream, contact: one.contact })))
    expect(keys).toEqual(expected.toSorted((a, b) => (a.contact + a.stream < b.contact + b.stream ? -1 : 1)))
    await fresh.log.close()
  })

  test('by an older version, in the clear, is read as it is, and what follows is sealed', async () => {
    const ours = await shop(here)
    const older = await openLog(here.core.sql)
    const by = { kind: 'customer', id: 'c-old' } as const
    const facts = [
      {
        type: 'contact.met',
        at: 1,
        by,
        cause: 'old-1',
        inbox: 'i',
        handle: { platform: 'x', kind: 'y', value: '1' },
        name: 'Old Ana'
      }
    ]
    await older.commit.append({ tenant: ours.tenant, stream: 'contact/c-old', version: 0, facts, scope: 'inbox:i' })
    await older.close()
    const newer = await here.again()
    await ours.tell({ type: 'contact.rename', contact: 'c-old', name: 'New Ana' }, newer)
    expect(await factsOf(ours.tenant, 'contact/c-old', newer.log)).toMatchObject([
      { name: 'Old Ana' },
      { name: 'New Ana' }
    ])
    const stored = await ours.stored()
    expect([stored.includes('Old Ana'), stored.includes('New Ana')]).toEqual([true, false])
    await newer.log.close()
  })

  test('twice at once in a new stream is said once, under a key that is kept', async () => {
    const ours = await shop(here)
    const command = (n: number) => ({
      tenant: ours.tenant,
      stream: 'contact/twins' as const,
      version: 0,
      facts: [
        {
          type: 'contact.named',
          at: 1,
          by: { kind: 'system', id: 's' } as const,
          cause: `twin-${n}`,
          name: `Twin ${n}`
        }
      ],
      scope: 'inbox:i' as const,
      person: 'twins'
    })
    const outcomes = await Promise.all([0, 1, 2].map(n => here.core.log.commit.append(command(n))))
    expect(outcomes.map(one => one.result).toSorted()).toEqual(['appended', 'conflict', 'conflict'])
    const fresh = await here.again()
    expect(await factsOf(ours.tenant, 'contact/twins', fresh.log)).toMatchObject([{ name: 'Twin 0' }])
    await fresh.log.close()
  })
})

describe('without its key', () => {
  test('everything of a person is kept but their words, and every decider copes', async () => {
    const ours = await shop(here)
    const [ada, bob] = [await talk(ours, 'ada'), await talk(ours, 'bob')]
    await here.core.sql.of(ours.tenant).query('delete from sealing_key where contact = $1', [ada.contact])
    const fresh = await here.again()
    const [contact, conversation] = [
      await factsOf(ours.tenant, ada.streams[0]!, fresh.log),
      await factsOf(ours.tenant, ada.streams[1]!, fresh.log)
    ]
    expect(contact).toMatchObject([
      { handle: null, name: null },
      { type: 'contact.attribute-set', value: '' }
    ])
    const erased = { kind: 'erased' }
    const [, received, noted, replied] = conversation
    expect([received, noted, replied]).toMatchObject([{ content: erased }, { text: '' }, { content: erased }])
    expect(replay(deciders.contact, contact as never[])).toMatchObject({ known: true, name: null, handles: [] })
    expect(replay(deciders.conversation, conversation as never[])).toMatchObject({ status: 'open', received: 1 })
    expect(JSON.stringify(await factsOf(ours.tenant, bob.streams[1]!, fresh.log))).toContain('note-bob')
    // The chain holds; but nobody was erased, so somebody has to know.
    expect(JSON.stringify(await faultsOf(here.core.sql, ours.tenant))).toContain('its key is gone')
    await fresh.log.close()
  })

  test('sealed words that were put into another event are not read there', async () => {
    const ours = await shop(here)
    const { conversation, streams } = await talk(ours, 'eve')
    await ours.tell({ type: 'conversation.note', conversation, text: 'another note' })
    const { query } = here.core.sql.of(ours.tenant)
    await query(
      `update event set data = (select data from event as other where other.tenant = $1 and other.stream = $2
         and other.type = 'conversation.noted' and other.version = 3)
       where tenant = $1 and stream = $2 and type = 'conversation.noted' and version > 3`,
      [ours.tenant, streams[1]]
    )
    const fresh = await here.again()
    await expect(factsOf(ours.tenant, streams[1]!, fresh.log)).rejects.toThrow(/auth/)
    await fresh.log.close()
  })
})
