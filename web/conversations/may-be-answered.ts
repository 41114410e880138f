import { isReceipt } from '../../shared/conversations/ladder.ts'
import type { Said } from './lines.ts'

/** What the customer wrote here, and what of ours went out to them: they have it before them, and it is still there. */
export function mayBeAnswered(item: Said): boolean {
  const { content, later } = item
  if (item.import !== undefined || content.kind === 'erased' || typeof later?.unsentAt === 'number') return false
  if (content.kind === 'unsupported' && content.elsewhere) return false
  return item.kind === 'received' || (isReceipt(item.delivery) && item.delivery !== 'failed')
}
