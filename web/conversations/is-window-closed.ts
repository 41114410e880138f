import type { Thread } from '../../shared/conversations/thread.ts'

/** Whether free text would be refused now. */
export function isWindowClosed({ windowClosesAt, history }: Thread, now: number): boolean {
  return history === true || (windowClosesAt !== null && now > windowClosesAt)
}
