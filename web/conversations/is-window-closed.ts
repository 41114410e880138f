import type { Thread } from '../../shared/conversations/thread.ts'

/** Whether free text would be refused now. */
export function isWindowClosed({ windowClosesAt }: Thread, now: number): boolean {
  return windowClosesAt !== null && now > windowClosesAt
}
