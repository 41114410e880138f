import type { Content } from '../../shared/conversations/content.ts'

/** A customer's message that one of ours answers, by the id that `read` told it by. */
export type Answered = { readonly id: string; readonly content: Content }

/** A message of this conversation that a later one of ours names as what it answers. */
export type Quoted = {
  /** As `read` told it, or as it was `sent`. */
  readonly id: string
  readonly ours: boolean
  /** What the platform gave for it to be named by. */
  readonly token?: string
}
