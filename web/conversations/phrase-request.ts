import { signal } from '@preact/signals'

/** Who asks for a saved reply, and what becomes of its words. `gap`: what is left for the agent to write. */
export type PhraseRequest = {
  readonly conversation: string
  /** What was typed of it before the list was there. */
  begun(): string
  put(words: string, gap: { readonly at: number; readonly length: number } | undefined): void
  /** None was chosen. */
  leave(): void
}

/** The composer for which the saved replies are open. */
export const phraseFor = signal<PhraseRequest | null>(null)
