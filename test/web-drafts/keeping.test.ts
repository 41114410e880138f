import 'fake-indexeddb/auto'
import { afterEach, describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { openOutboxDb, type OutboxDb } from '../../web/log/db.ts'
import { DraftKeeper } from '../../web/log/draft-keeper.ts'
import type { DraftNews, DraftTold } from '../../web/log/draft-news.ts'
import { openDrafts, type Drafts } from '../../web/log/drafts.ts'
import { SharedDraft } from '../../web/sync/shared-draft.ts'
import { until } from '../web/support/until.ts'
import { newId } from './writers.ts'

let profiles = 0
const opened: OutboxDb[] = []

afterEach(async () => {
  for (const db of opened) db.close()
  for (const db of opened.splice(0)) await db.delete()
})

const fail = (error: unknown) => expect.unreachable(String(error))

class Shelf {
  readonly kept = new Map<string, string>()
  getItem(key: string): string | null {
    return this.kept.get(key) ?? null
  }
  setItem(key: string, value: string): void {
    this.kept.set(key, value)
  }
  removeItem(key: string): void {
    this.kept.delete(key)
  }
}

type Tab = { readonly db: OutboxDb; readonly drafts: Drafts; readonly keeper: DraftKeeper }

/** A person's device with as many tabs as are asked for. */
function device(): (shelf?: Shelf, onTrouble?: (error: unknown) => void) => Tab {
  const agent = `ada-${++profiles}`
  const listeners: ((told: DraftTold) => void)[] = []
  return (shelf, onTrouble = fail) => {
    const db = openOutboxDb('drafts', agent)
    opened.push(db)
    const heard: ((told: DraftTold) => void)[] = []
    const news: DraftNews = {
      tell: told => {
        for (const listener of listeners) if (!heard.includes(listener)) listener(told)
      },
      onTold(listener) {
        heard.push(listener)
        listeners.push(listener)
      },
      close: () => undefined
    }
    const drafts = openDrafts(db, Date.now, onTrouble, shelf ?? null, conversation =>
      news.tell({ type: 'words', conversation })
    )
    const keeper = new DraftKeeper({ db, drafts, news, shelf: shelf ?? null, now: Date.now, onTrouble })
    return { db, drafts, keeper }
  }
}

async function open({ keeper }: Tab): Promise<SharedDraft> {
  const draft = new SharedDraft('c-1', newId)
  await keeper.open('c-1', draft)
  return draft
}

const typed = (draft: SharedDraft, words: string, at = draft.text('reply').length) =>
  draft.type('reply', [{ at, removed: 0, inserted: words }])

describe('a shared draft is kept on the device', () => {
  test('by itself, with the words beside it, and compacted', async () => {
    const tabs = device()
    const tab = tabs()
    const draft = await open(tab)
    for (let i = 0; i < 200; i++) typed(draft, 'word ')
    draft.type('reply', [{ at: 0, removed: 990, inserted: '' }])
    await until(async () => (await tab.db.drafts.get(['c-1', 'reply']))?.text === 'word word ')
    expect((await tab.db.documents.get('c-1'))?.updates).toHaveLength(1)
    // What could still be undone counts for as long as the page is open.
    await tab.keeper.close('c-1', draft)
    const again = await open(tabs())
    expect(again.text('reply')).toBe('word word ')
    expect(again.state.byteLength).toBeLessThan(150)
  })

  test('an older version’s draft, and what is typed before the document is there, go into it once', async () => {
    const tabs = device()
    const tab = tabs()
    await tab.db.drafts.put({ conversation: 'c-1', mode: 'reply', text: 'from before the update', at: 1 })
    tab.drafts.write('c-1', 'note', 'typed at o')
    const opening = open(tab)
    tab.drafts.write('c-1', 'note', 'typed at once')
    const draft = await opening
    expect([draft.text('reply'), draft.text('note')]).toEqual(['from before the update', 'typed at once'])
    await tab.keeper.flush()
    const again = await open(tabs())
    expect([again.text('reply'), again.text('note')]).toEqual(['from before the update', 'typed at once'])
    expect(again.generation('reply')).toBe(draft.generation('reply'))
  })

  test('two tabs without a network write one draft, under two Yjs client ids', async () => {
    const tabs = device()
    const [one, two] = [tabs(), tabs()]
    const [mine, other] = [await open(one), await open(two)]
    expect(mine.doc.clientID).not.toBe(other.doc.clientID)
    typed(mine, 'left')
    typed(other, 'right')
    await Promise.all([one.keeper.flush(), two.keeper.flush()])
    await until(() => mine.text('reply') === other.text('reply') && mine.text('reply').length === 9)
    expect((await open(tabs())).text('reply')).toBe(mine.text('reply'))
  })

  test('words that another tab writes without a document come into the open one', async () => {
    const tabs = device()
    const [one, two] = [tabs(), tabs()]
    const mine = await open(one)
    typed(mine, 'kept ')
    await one.keeper.flush()
    two.drafts.write('c-1', 'reply', 'kept and more')
    await two.drafts.flush()
    await until(() => mine.text('reply') === 'kept and more')
    await one.keeper.flush()
    expect((await open(two)).text('reply')).toBe('kept and more')
  })

  test('a page that is reloaded before the disk could answer finds its last keys, and a colleague’s once', async () => {
    const [tabs, shelf] = [device(), new Shelf()]
    // Of a page that is gone nobody hears.
    const draft = await open(tabs(shelf, () => undefined))
    const colleague = new SharedDraft('c-1', newId)
    typed(draft, 'mine ')
    colleague.takeIn([draft.state])
    typed(colleague, 'theirs ')
    draft.takeIn([colleague.state])
    typed(draft, 'more')
    // No flush, no wait: the page is gone.
    const reloaded = tabs(shelf)
    const again = await open(reloaded)
    again.takeIn([colleague.state])
    expect(again.text('reply')).toBe('mine theirs more')
    await reloaded.keeper.flush()
    expect(await reloaded.db.drafts.get(['c-1', 'reply'])).toMatchObject({ text: 'mine theirs more' })
    expect(shelf.kept.size).toBe(0)
  })

  test('[T2] what cannot be stored is told, and is stored with the next key when it can', async () => {
    const tabs = device()
    const troubles: unknown[] = []
    const tab = tabs(undefined, error => troubles.push(error))
    const draft = await open(tab)
    const put = IDBObjectStore.prototype.put
    IDBObjectStore.prototype.put = () => {
      throw new DOMException('the disk is full', 'QuotaExceededError')
    }
    typed(draft, 'one ')
    await tab.keeper.flush()
    IDBObjectStore.prototype.put = put
    expect(troubles).toHaveLength(1)
    expect(draft.text('reply')).toBe('one ')
    typed(draft, 'two')
    await tab.keeper.flush()
    expect((await open(tabs())).text('reply')).toBe('one two')
  })

  test('[T2] what could not be stored before the conversation was left is not lost with it', async () => {
    const [tabs, shelf] = [device(), new Shelf()]
    const tab = tabs(shelf, () => undefined)
    const draft = await open(tab)
    const put = IDBObjectStore.prototype.put
    IDBObjectStore.prototype.put = () => {
      throw new DOMException('the disk is full', 'QuotaExceededError')
    }
    typed(draft, 'while the disk was full')
    await tab.keeper.close('c-1', draft)
    draft.close()
    const other = new SharedDraft('c-2', newId)
    await tab.keeper.open('c-2', other)
    typed(other, 'elsewhere')
    await tab.keeper.flush()
    expect((await open(tab)).text('reply')).toBe('while the disk was full')
    IDBObjectStore.prototype.put = put
    await tab.keeper.flush()
    expect((await open(tabs())).text('reply')).toBe('while the disk was full')
  })

  test('what only colleagues wrote is kept for offline, and is not called ours', async () => {
    const tabs = device()
    const tab = tabs()
    const [draft, colleague] = [await open(tab), new SharedDraft('c-1', newId)]
    typed(colleague, 'theirs')
    Y.applyUpdate(draft.doc, colleague.state, 'network')
    await tab.keeper.flush()
    expect(await tab.db.drafts.get(['c-1', 'reply'])).toMatchObject({ text: 'theirs', theirs: true })
    typed(draft, ' and ours')
    await tab.keeper.flush()
    expect(await tab.db.drafts.get(['c-1', 'reply'])).not.toHaveProperty('theirs')
  })
})
