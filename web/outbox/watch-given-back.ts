import { effect, untracked } from '@preact/signals'
import { givenBack, me } from '../app/live.ts'
import { nameOf } from '../app/shell/agent-name.ts'
import { openConversationPage } from '../app/shell/route.ts'
import { toast } from '../ui/toast.tsx'

/** Says why words that went are a draft again: somebody else had sent what they wrote together. */
export function watchGivenBack(): void {
  effect(() => {
    const given = givenBack.value
    // Names may change later; that is no news of this.
    untracked(() => {
      for (const { conversation, by } of given) {
        const who = by === me.peek()?.agent ? 'You had sent this draft' : `${nameOf(by)} had sent this draft`
        toast(`${who} already, without your last words. They are back in the composer.`, {
          name: 'Show',
          run: () => openConversationPage(conversation)
        })
      }
    })
  })
}
