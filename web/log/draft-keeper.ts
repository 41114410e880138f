import type { Shelf } from './beside.ts'
import { sturdy, type OutboxDb } from './db.ts'
import { modes, type Document, type Mode } from './document.ts'
import { addUpdate, readKept, saveDocument, type Opened, type Unkept } from './documents.ts'
import type { DraftNews } from './draft-news.ts'
import type { Drafts } from './drafts.ts'
import { unkept, type UnkeptShelf } from './unkept.ts'

export type KeeperDeps = {
  readonly db: OutboxDb
  readonly drafts: Drafts
  readonly news: DraftNews
  readonly shelf: Shelf | null
  now(): number
  onTrouble(error: unknown): void
}

const saveAfterMs = 150

/** Keeps the documents that are open in this tab. While one is, it says what the draft's words are. */
export class DraftKeeper {
  readonly #deps: KeeperDeps
  readonly #lastKeys: UnkeptShelf
  readonly #open = new Map<string, Opened>()
  readonly #changed = new Set<string>()
  /** What was laid beside the database before a reload, until it is stored. */
  #left: readonly Unkept[]
  #timer: ReturnType<typeof setTimeout> | undefined
  #saving: Promise<void> = Promise.resolve()

  constructor(deps: KeeperDeps) {
    this.#deps = deps
    this.#lastKeys = unkept(deps.shelf, deps.db.name)
    this.#left = this.#lastKeys.left()
    deps.news.onTold(({ type, conversation }) => void this.#hear(conversation, type).catch(deps.onTrouble))
    if (this.#left.length > 0) void this.flush()
  }

  /** Fills the document with what was kept and what was written beside it, and keeps it from now on. */
  async open(conversation: string, document: Document): Promise<void> {
    const { db, drafts } = this.#deps
    await this.flush()
    await drafts.flush()
    const opened: Opened = { document, beside: new Set() }
    const kept = await sturdy(db, () => readKept(db, conversation))
    document.takeIn(kept.updates)
    document.takeIn(this.#left.filter(one => one.conversation === conversation).map(({ update }) => update))
    document.kept(document.state)
    if (kept.isBeside) await this.#keep(conversation, opened)
    this.#open.set(conversation, opened)
    document.onWritten(() => {
      if (this.#open.get(conversation) === opened) this.#soon(conversation)
    })
    for (const mode of modes) {
      const typedSince = drafts.take(conversation, mode)
      if (typedSince !== undefined) document.typedBeside(mode, kept.words[mode], typedSince)
    }
  }

  async close(conversation: string, document: Document): Promise<void> {
    await this.flush()
    if (this.#open.get(conversation)?.document !== document) return
    this.#open.delete(conversation)
    // The disk would not have it: it is kept with what was left by a page that is gone, and tried again like that.
    if (this.#changed.delete(conversation)) this.#left = [...this.#left, unkeptOf(conversation, document)]
    this.#lay()
  }

  /** `undefined`: it is not open. */
  text(conversation: string, mode: Mode): string | undefined {
    return this.#open.get(conversation)?.document.text(mode)
  }

  /** `false`: it is not open. */
  write(conversation: string, mode: Mode, text: string): boolean {
    const document = this.#open.get(conversation)?.document
    document?.typedBeside(mode, document.text(mode), text)
    return document !== undefined
  }

  /** Words were put into the database beside a document: if it is open, in this tab or another, they go into it. */
  cameBeside(conversation: string): Promise<void> {
    this.#deps.news.tell({ type: 'words', conversation })
    return this.#hear(conversation, 'words')
  }

  /** It was erased: what is still on its way to the store is not kept. */
  forget(conversation: string): void {
    this.#open.delete(conversation)
    this.#changed.delete(conversation)
    this.#left = this.#left.filter(one => one.conversation !== conversation)
    this.#lay()
  }

  flush(): Promise<void> {
    clearTimeout(this.#timer)
    this.#timer = undefined
    this.#saving = this.#saving.then(() => this.#save()).catch(error => this.#deps.onTrouble(error))
    return this.#saving
  }

  // Not put off by the next key: who types without a pause is saved too.
  #soon(conversation: string): void {
    this.#changed.add(conversation)
    this.#lay()
    this.#timer ??= setTimeout(() => void this.flush(), saveAfterMs)
  }

  async #save(): Promise<void> {
    const { db, now } = this.#deps
    const laid = this.#left
    for (const update of laid) await sturdy(db, () => addUpdate(db, update, now()))
    this.#left = this.#left.filter(one => !laid.includes(one))
    for (const conversation of this.#changed) {
      const opened = this.#open.get(conversation)
      if (opened) await this.#keep(conversation, opened)
    }
    this.#lay()
  }

  async #keep(conversation: string, opened: Opened): Promise<void> {
    const { db, now, news } = this.#deps
    this.#changed.delete(conversation)
    try {
      opened.document.kept(await sturdy(db, () => saveDocument(db, conversation, opened, now())))
    } catch (error) {
      this.#changed.add(conversation)
      throw error
    }
    opened.beside.clear()
    news.tell({ type: 'document', conversation })
  }

  async #hear(conversation: string, type: 'words' | 'document'): Promise<void> {
    const { db } = this.#deps
    const document = this.#open.get(conversation)?.document
    if (!document) return
    if (type === 'document') return document.takeIn((await sturdy(db, () => readKept(db, conversation))).updates)
    this.#changed.add(conversation)
    return this.flush()
  }

  #lay(): void {
    const fresh = [...this.#changed].flatMap(conversation => {
      const document = this.#open.get(conversation)?.document
      return document ? [unkeptOf(conversation, document)] : []
    })
    this.#lastKeys.lay([...this.#left, ...fresh])
  }
}

function unkeptOf(conversation: string, document: Document): Unkept {
  return { conversation, update: document.unkept, reply: document.text('reply'), note: document.text('note') }
}
