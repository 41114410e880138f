import type { OutboxEntry } from '../app/live.ts'
import { openConversationPage } from '../app/shell/route.ts'
import { Quote } from '../conversations/around.tsx'
import { goesBy } from '../conversations/goes-by.ts'
import type { Said } from '../conversations/lines.ts'
import { useOpenConversation } from '../conversations/use-open-conversation.ts'

/** What the reply of an entry answers, and the way there. */
export function Answers({ entry: { command, conversation } }: { entry: OutboxEntry }) {
  if (command.type !== 'conversation.reply' || conversation === null) return null
  const replyTo = 'replyTo' in command.content ? command.content.replyTo : undefined
  return replyTo ? <Answered key={conversation} conversation={conversation} replyTo={replyTo} /> : null
}

type Props = { conversation: string; replyTo: Parameters<typeof Quote>[0]['replyTo'] }

function Answered({ conversation, replyTo }: Props) {
  const open = useOpenConversation(conversation)
  const find = (id: string) =>
    open.items.value.find((one): one is Said => (one.kind === 'received' || one.kind === 'replied') && goesBy(one, id))
  return <Quote replyTo={replyTo} find={find} lead={message => openConversationPage(conversation, message)} />
}
