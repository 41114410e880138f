import { Reply, X } from 'lucide-preact'
import { summary } from '../../shared/conversations/content-words.ts'
import type { OpenConversation } from '../app/device.ts'
import { me } from '../app/live.ts'
import { authorName } from '../app/shell/agent-name.ts'
import type { Said } from './lines.ts'
import type { Answered } from './use-answered.ts'
import { words } from './words.ts'

type Props = { answers: Answered; customer: string; open: OpenConversation }

/** The message that the reply answers: whose it is, how it begins, and a way to answer none. */
export function AnsweredChip({ answers: { message, letGo }, customer, open }: Props) {
  const item = open.items.value.find(
    (one): one is Said => (one.kind === 'received' || one.kind === 'replied') && one.id === message
  )
  return (
    <ul class="attachments" aria-label={words.answering}>
      <li>
        <Reply class="small turns" />
        <span id="answered">
          {item && (
            <small>
              {words.answerTo} <bdi>{writerOf(item, customer)}</bdi>
            </small>
          )}
          {/* It may stand further up than this device has read. */}
          <bdi>{item ? beginningOf(item) : words.olderMessage}</bdi>
        </span>
        <button type="button" class="button quiet icon tight" aria-label={words.answerNone} onClick={letGo}>
          <X class="small" />
        </button>
      </li>
    </ul>
  )
}

function writerOf(item: Said, customer: string): string {
  if (item.kind === 'received') return customer
  if (item.elsewhere) return words.anotherApp
  return item.by.id === me.value?.agent ? words.you : authorName(item.by)
}

function beginningOf({ content, later }: Said): string {
  return typeof later?.unsentAt === 'number' ? words.unsent : summary(content)
}
