import { effect } from '@preact/signals'
import { outbox, type OutboxEntry } from '../app/live.ts'
import { noteRefused, tellRefused } from '../app/shell/act.ts'
import { go, openConversationPage } from '../app/shell/route.ts'
import { toast } from '../ui/toast.ts'

/** Much is refused at once when a network comes back: it is told together. */
const toldAfterMs = 200
/** More than these nobody could read before they are gone. */
const mostToldAlone = 3

/** Says it once when the server refuses something, wherever the agent is by then. The words wait in the outbox. */
export function watchRefusals(): void {
  const told = new Set<string>()
  let news: OutboxEntry[] = []
  let first = true
  effect(() => {
    const refused = outbox.value.filter(({ id, state }) => state === 'refused' && !told.has(id))
    for (const { id } of refused) told.add(id)
    // What was refused before the app was opened is on the outbox's badge already.
    if (!first && refused.length > 0) {
      if (news.length === 0) setTimeout(() => void tell(news.splice(0)), toldAfterMs)
      news = [...news, ...refused]
    }
    first = false
  })
}

async function tell(news: readonly OutboxEntry[]): Promise<void> {
  const isMany = news.length > mostToldAlone
  for (const { id, conversation, command, refusal } of news) {
    if (!refusal) continue
    const show = () => (conversation === null ? go({ screen: 'outbox' }) : openConversationPage(conversation))
    if (isMany) await noteRefused(command, refusal, id)
    else await tellRefused(command, refusal, { otherwise: { name: 'Show', run: show }, instead: id })
  }
  if (isMany) {
    const words = `${news.length} things were not done. The outbox says which, and why.`
    toast(words, { name: 'Show', run: () => go({ screen: 'outbox' }) })
  }
}
