import { effect } from '@preact/signals'
import { fileOf } from '../../shared/conversations/file-of.ts'
import type { StreamId } from '../../shared/kernel/message.ts'
import { sturdy, type FileToSend, type OutboxDb } from '../log/db.ts'
import { backoffMs } from '../sync/engine/backoff.ts'
import { fileAddress } from './files-here.ts'
import { isConnected } from './is-connected.ts'
import type { Live, OutboxEntry, Upload } from './live.ts'
import { putFile, type Put } from './put-file.ts'
import { endAfter, type UploadEnd } from './upload-end.ts'

export type UploadParts = {
  readonly db: OutboxDb
  readonly live: Live
  /** One tab uploads: the one that pushes. */
  leads(): boolean
  /** The outbox goes on from here. */
  changed(streams: readonly StreamId[]): Promise<void>
  onTrouble(error: unknown): void
  readonly put?: Put
}

type Current = { readonly key: string; readonly ends: AbortController; wasWanted: boolean }

/**
 * Brings the files of waiting replies to the server, in the order of the outbox. The engine holds each reply back until
 * its file is there; brought twice, a file is the same file, so whatever breaks, it is simply tried again.
 */
export class Uploads {
  readonly #parts: UploadParts
  readonly #unwatch: () => void
  /** The other tabs see how far it is, and may be where somebody asks to try again. */
  readonly #tabs: BroadcastChannel
  #isAtWork = false
  #isAsked = false
  #tries = 0
  #again: ReturnType<typeof setTimeout> | undefined
  #isOver = false
  #current: Current | null = null

  constructor(parts: UploadParts) {
    this.#parts = parts
    this.#tabs = new BroadcastChannel(`${parts.db.name}-uploads`)
    this.#tabs.addEventListener('message', ({ data }) => {
      if (data === 'again') this.#tryAgain()
      else parts.live.upload.value = data as Upload | null
    })
    this.#unwatch = effect(() => {
      this.#lookWhetherWanted(parts.live.outbox.value)
      if (isConnected(parts.live.connection.value.state)) this.#wake()
    })
  }

  /** Somebody does not want to wait until it is tried by itself. */
  again(): void {
    this.#tabs.postMessage('again')
    this.#tryAgain()
  }

  stop(): void {
    this.#isOver = true
    clearTimeout(this.#again)
    this.#unwatch()
    this.#current?.ends.abort()
    this.#tabs.close()
  }

  /** What was taken back while it was under way need not arrive. */
  #lookWhetherWanted(outbox: readonly OutboxEntry[]): void {
    const current = this.#current
    if (!current) return
    const isWanted = outbox.some(({ command }) => fileOf(command)?.join(' ') === current.key)
    if (!isWanted && current.wasWanted) current.ends.abort()
    // Another tab's reply is on the disk a moment before it is in this tab's outbox.
    current.wasWanted ||= isWanted
  }

  #tell(upload: Upload | null): void {
    if (this.#isOver) return
    this.#parts.live.upload.value = upload
    this.#tabs.postMessage(upload)
  }

  #tryAgain(): void {
    this.#tries = 0
    this.#wakeIfConnected()
  }

  #wake(): void {
    this.#isAsked = true
    if (this.#isAtWork || this.#isOver || !this.#parts.leads()) return
    this.#isAtWork = true
    this.#isAsked = false
    clearTimeout(this.#again)
    this.#bringAll()
      .catch((error: unknown) => this.#parts.onTrouble(error))
      .finally(() => {
        this.#isAtWork = false
        // More came while the last look found nothing.
        if (this.#isAsked) this.#wakeIfConnected()
      })
  }

  async #bringAll(): Promise<void> {
    for (let next = await this.#next(); next && !this.#isOver; next = await this.#next()) {
      const { conversation, file } = next
      const ends = new AbortController()
      this.#current = { key: `${conversation} ${file}`, ends, wasWanted: false }
      this.#lookWhetherWanted(this.#parts.live.outbox.peek())
      const end = await this.#bring(next, ends.signal)
      this.#current = null
      if (this.#isOver) return
      if (ends.signal.aborted) continue
      if (end.state === 'here') return this.#later()
      this.#tries = 0
      await sturdy(this.#parts.db, () => this.#parts.db.files.update([conversation, file], end))
      await this.#parts.changed([`conversation/${conversation}`])
    }
    this.#tell(null)
  }

  async #next(): Promise<FileToSend | undefined> {
    const { db } = this.#parts
    return sturdy(db, () =>
      db.transaction('r', db.commands, db.files, async () => {
        const waiting = await db.commands
          .orderBy('n')
          .filter(row => row.refusal === null && row.acceptedAt === null)
          .toArray()
        const keys = waiting.flatMap(({ command }) => {
          const key = fileOf(command)
          return key ? [key] : []
        })
        const rows = await db.files.bulkGet(keys)
        return rows.find(row => row?.state === 'here')
      })
    )
  }

  async #bring({ conversation, file, media }: FileToSend, signal: AbortSignal): Promise<UploadEnd> {
    const { db, put = putFile } = this.#parts
    const kept = await sturdy(db, () => db.bytes.get([conversation, file]))
    if (!kept) return { state: 'refused', why: { reason: 'file-not-here' } }
    const body = { mime: media.mime ?? '', bytes: kept.bytes }
    const tell = (sent: number, again: Upload['again'] = null) => {
      if (!signal.aborted) this.#tell({ conversation, file, sent, bytes: kept.bytes.byteLength, again })
    }
    tell(0)
    try {
      const answer = await put(fileAddress(conversation, file), body, tell, signal)
      const end = endAfter(answer)
      if (end.state === 'here') tell(0, end.again)
      return end
    } catch {
      tell(0, 'unreachable')
      return { state: 'here', again: 'unreachable' }
    }
  }

  #later(): void {
    this.#again = setTimeout(() => this.#wakeIfConnected(), backoffMs(this.#tries++, Math.random()))
  }

  #wakeIfConnected(): void {
    if (isConnected(this.#parts.live.connection.peek().state)) this.#wake()
  }
}
