import { streamKey, streamKind, type StreamId } from '../../shared/kernel/message.ts'
import { unkeptPlace, type Shelf } from '../log/beside.ts'
import type { OutboxDb, PastDb } from '../log/db.ts'
import type { Document } from '../log/document.ts'
import type { DraftKeeper } from '../log/draft-keeper.ts'
import { joinDraftNews, type DraftNews } from '../log/draft-news.ts'
import { openDrafts, type Drafts, type Mode } from '../log/drafts.ts'
import type { Older } from '../log/give-back.ts'
import type { DraftMode } from './device.ts'
import type { GivenBack } from './live.ts'

type Deps = {
  readonly name: string
  readonly db: OutboxDb
  readonly past: PastDb
  readonly shelf: Shelf | null
  now(): number
  onTrouble(error: unknown): void
}

/** The drafts of this device: words, and from the moment it is loaded, the documents they are written in together. */
export class DraftsHere {
  readonly #deps: Deps
  readonly #news: DraftNews
  readonly #words: Drafts
  #keeper: DraftKeeper | null = null
  #loading: Promise<DraftKeeper> | null = null

  constructor(deps: Deps) {
    const { db, now, onTrouble, shelf, name } = deps
    this.#deps = deps
    this.#news = joinDraftNews(name)
    const onSaved = (conversation: string) => this.#news.tell({ type: 'words', conversation })
    this.#words = openDrafts(db, now, onTrouble, shelf, onSaved)
  }

  async read(conversation: string, mode: Mode): Promise<string> {
    if (!isWritten(mode)) return this.#words.read(conversation, mode)
    if (this.#isLeft()) await this.#load().then(keeper => keeper.flush())
    return this.#keeper?.text(conversation, mode) ?? (await this.#words.read(conversation, mode))
  }

  write(conversation: string, mode: Mode, text: string): void {
    // Nobody else types in them: they are in no document.
    if (!isWritten(mode)) this.#words.write(conversation, mode, text)
    else if (!this.#keeper?.write(conversation, mode, text)) this.#words.write(conversation, mode, text)
  }

  /** The words are in the outbox now; a document hears of it in its own way. */
  drop(conversation: string, mode: DraftMode): void {
    if (this.#keeper?.text(conversation, mode) === undefined) this.#words.drop(conversation, mode)
  }

  async open(conversation: string, document: Document): Promise<void> {
    await (await this.#load()).open(conversation, document)
  }

  async close(conversation: string, document: Document): Promise<void> {
    await (await this.#load()).close(conversation, document)
  }

  async giveBack(older: Older): Promise<readonly GivenBack[]> {
    const { db, past, now } = this.#deps
    const [keeper, { giveBack }] = await Promise.all([this.#load(), import('../log/give-back.ts')])
    const given = await giveBack(db, past, now(), older)
    for (const { conversation } of given) await keeper.cameBeside(conversation)
    return given
  }

  /** What is on its way to the store of what was erased is not kept. */
  async forget(streams: readonly StreamId[]): Promise<void> {
    this.#words.forget(streams)
    const keeper = this.#keeper ?? (this.#isLeft() ? await this.#load() : null)
    for (const stream of streams) if (streamKind(stream) === 'conversation') keeper?.forget(streamKey(stream))
  }

  async flush(): Promise<void> {
    await Promise.all([this.#words.flush(), this.#keeper?.flush()])
  }

  async leave(): Promise<void> {
    await this.flush()
    this.#news.close()
  }

  /** What only colleagues wrote, of conversations that are not on this device any more. */
  async forgetTheirs(isHere: (conversation: string) => boolean): Promise<void> {
    const { forgetTheirs } = await loadOurs()
    await forgetTheirs(this.#deps.db, isHere)
  }

  async unsent(): Promise<number> {
    await this.flush()
    const { unsentDrafts } = await loadOurs()
    return unsentDrafts(this.#deps.db)
  }

  /** The last keys before a reload are words that nobody has stored yet. */
  #isLeft(): boolean {
    return (this.#deps.shelf?.getItem(unkeptPlace(this.#deps.db.name)) ?? null) !== null
  }

  /** Not needed for the first paint; the service worker keeps it for offline. What fails to load is asked for again. */
  #load(): Promise<DraftKeeper> {
    this.#loading ??= import('../log/draft-keeper.ts').then(
      module => (this.#keeper = new module.DraftKeeper({ ...this.#deps, drafts: this.#words, news: this.#news })),
      (error: unknown) => {
        this.#loading = null
        throw error
      }
    )
    return this.#loading
  }
}

/** Asked for when the device is opened, so that it is here when somebody leaves, with a network or without. */
const loadOurs = () => import('../log/ours.ts')

function isWritten(mode: Mode): mode is DraftMode {
  return mode === 'reply' || mode === 'note'
}
