import { effect } from '@preact/signals'
import { outbox } from '../app/live.ts'
import { go, openConversationPage } from '../app/shell/route.ts'
import { tellRefused } from '../app/shell/act.ts'

/** Says it once when the server refuses something, wherever the agent is by then. The words wait in the outbox. */
export function watchRefusals(): void {
  const told = new Set<string>()
  let first = true
  effect(() => {
    const refused = outbox.value.filter(entry => entry.state === 'refused')
    const news = refused.filter(entry => !told.has(entry.id))
    for (const entry of news) told.add(entry.id)
    // What was refused before the app was opened is on the outbox's badge already.
    if (!first) {
      for (const { conversation, command, refusal } of news) {
        if (!refusal) continue
        void tellRefused(command, refusal, {
          name: 'Show',
          run: () => (conversation === null ? go({ screen: 'outbox' }) : openConversationPage(conversation))
        })
      }
    }
    first = false
  })
}
