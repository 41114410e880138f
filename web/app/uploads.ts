import { effect } from '@preact/signals'
import { fileOf } from '../../shared/conversations/file-of.ts'
import type { StreamId } from '../../shared/kernel/message.ts'
import { sturdy, type FileToSend, type OutboxDb } from '../log/db.ts'
import { backoffMs } from '../sync/engine/backoff.ts'
import { fileAddress } from './files-here.ts'
import type { Live } from './live.ts'

export type UploadParts = {
  readonly db: OutboxDb
  readonly live: Live
  /** One tab uploads: the one that pushes. */
  leads(): boolean
  /** The outbox goes on from here. */
  changed(streams: readonly StreamId[]): Promise<void>
  onTrouble(error: unknown): void
  /** The answer's status; throws what the network throws. */
  put?(address: string, mime: string, bytes: ArrayBuffer): Promise<number>
}

/**
 * Brings the files of waiting replies to the server, in the order of the outbox. The engine holds each reply back until
 * its file is there; brought twice, a file is the same file, so whatever breaks, it is simply tried again.
 */
export class Uploads {
  readonly #parts: UploadParts
  readonly #unwatch: () => void
  #isAtWork = false
  #isAsked = false
  #tries = 0
  #again: ReturnType<typeof setTimeout> | undefined
  #isOver = false

  constructor(parts: UploadParts) {
    this.#parts = parts
    this.#unwatch = effect(() => {
      void parts.live.outbox.value
      if (isConnected(parts.live.connection.value.state)) this.#wake()
    })
  }

  stop(): void {
    this.#isOver = true
    clearTimeout(this.#again)
    this.#unwatch()
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
      const state = await this.#bring(next)
      if (state === 'here') return this.#later()
      this.#tries = 0
      const { conversation, file } = next
      await sturdy(this.#parts.db, () => this.#parts.db.files.update([conversation, file], { state }))
      await this.#parts.changed([`conversation/${conversation}`])
    }
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

  async #bring({ conversation, file, media }: FileToSend): Promise<FileToSend['state']> {
    const { db, put = putFile } = this.#parts
    const kept = await sturdy(db, () => db.bytes.get([conversation, file]))
    if (!kept) return 'refused'
    try {
      return stateAfter(await put(fileAddress(conversation, file), media.mime ?? '', kept.bytes))
    } catch {
      return 'here'
    }
  }

  #later(): void {
    this.#again = setTimeout(() => this.#wakeIfConnected(), backoffMs(this.#tries++, Math.random()))
  }

  #wakeIfConnected(): void {
    if (isConnected(this.#parts.live.connection.peek().state)) this.#wake()
  }
}

function isConnected(state: string): boolean {
  return state === 'up-to-date' || state === 'catching-up'
}

/** `here`: it is tried again. What the server will never take is left to it to refuse with its reply. */
function stateAfter(status: number): FileToSend['state'] {
  if (status >= 200 && status < 300) return 'uploaded'
  const isForGood = status >= 400 && status < 500 && ![401, 408, 425, 429].includes(status)
  return isForGood ? 'refused' : 'here'
}

async function putFile(address: string, mime: string, bytes: ArrayBuffer): Promise<number> {
  const answer = await fetch(address, {
    method: 'PUT',
    credentials: 'same-origin',
    headers: { 'content-type': mime },
    body: bytes
  })
  return answer.status
}
