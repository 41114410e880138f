import type { Reaction } from '../../shared/conversations/page-item.ts'
import type { Said } from './lines.ts'

/** Ours on this message: to the customer all of us are one. */
export function ours({ later }: Said): Reaction | undefined {
  return later?.reactions.find(({ by }) => by.kind !== 'customer')
}
