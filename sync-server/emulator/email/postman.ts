import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { World } from '../world.ts'
import type { Folder } from './folder.ts'

const shuffledWithinMs = 1500
const mostShown = 4000

export type PostmanParts = {
  readonly world: World
  readonly inbox: Folder
  /** Until somebody has looked into a new mailbox, what is in it is old, and would never be read. */
  readonly opened: Promise<void>
  readonly tellNews: () => void
}

/** Brings mails into the mailbox: in order, unless the mood says that they overtake each other or come twice. */
export function createPostman({ world, inbox, opened, tellNews }: PostmanParts) {
  /** What Daybook has not fetched yet, by its number. */
  const lying = new Map<number, (isFetched: true) => void>()
  const lines = new Map<string, Promise<void>>()

  const put = (title: string, source: Buffer) => {
    const exchange = { id: randomUUID(), at: Date.now(), way: 'webhook', title, request: readable(source) } as const
    world.saw({ ...exchange, status: null, tookMs: null, answer: null })
    const uid = inbox.add(source, exchange.at)
    lying.set(uid, () => world.saw({ ...exchange, status: 'OK', tookMs: Date.now() - exchange.at, answer: null }))
    tellNews()
  }

  return {
    /** `from`: whose mails keep their order among each other. */
    bring(from: string, title: string, writing: Promise<Buffer>): void {
      const { latencyMs, duplicate, shuffle } = world.mood()
      const before = shuffle ? Promise.resolve() : (lines.get(from) ?? Promise.resolve())
      const brought = before.then(async () => {
        await sleep(latencyMs + (shuffle ? Math.random() * shuffledWithinMs : 0), undefined, { ref: false })
        const source = await writing
        await opened
        put(title, source)
        if (duplicate) put(`${title}, once more`, source)
      })
      lines.set(from, brought)
      void brought.finally(() => {
        if (lines.get(from) === brought) lines.delete(from)
      })
    },
    fetched(uid: number): void {
      lying.get(uid)?.(true)
      lying.delete(uid)
    }
  }
}

/** As a person looks at it: files are long, and say nothing. */
export function readable(source: Buffer): string {
  const text = source.toString().replaceAll('\r\n', '\n')
  return text.length > mostShown ? `${text.slice(0, mostShown)}\n…` : text
}
