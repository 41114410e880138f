import { signal } from '@preact/signals'
import type { ChatMessage, ChatUp } from '../../shared/protocol/webchat.ts'
import { later } from './history.ts'
import type { Shelf } from './shelf.ts'

type Receipt = Extract<ChatUp, { type: 'receipt' }>

/** How far the agent's messages were shown and looked at, and what of that the server was told. */
export class Receipts {
  readonly lookedAt
  readonly #shelf: Shelf
  #told: { delivered?: string; read?: string } = {}

  constructor(shelf: Shelf) {
    this.#shelf = shelf
    this.lookedAt = signal(shelf.get('looked-at'))
  }

  /** A new socket may have been opened because the old one lost what it was told. */
  begin(): void {
    this.#told = {}
  }

  look(shown: readonly ChatMessage[], id: string): void {
    const furthest = later(shown, this.lookedAt.peek(), id)
    if (furthest === this.lookedAt.peek()) return
    this.lookedAt.value = furthest
    this.#shelf.put('looked-at', furthest)
  }

  /** Says what is new. Receipts are cumulative: the last message speaks for all before it. */
  tell(shown: readonly ChatMessage[], say: (receipt: Receipt) => boolean): void {
    const delivered = shown.findLast(message => !message.mine)?.id
    const read = shown.find(message => message.id === this.lookedAt.peek())?.id
    for (const [status, message] of [['delivered', delivered] as const, ['read', read] as const]) {
      if (!message || this.#told[status] === message) continue
      if (say({ type: 'receipt', message, status })) this.#told[status] = message
    }
  }
}
