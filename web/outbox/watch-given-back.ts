import { effect } from '@preact/signals'
import { givenBack, type GivenBack } from '../app/live.ts'
import { openConversationPage } from '../app/shell/route.ts'
import { say } from '../app/shell/say.ts'
import { toast } from '../ui/toast.ts'

/** Says why words that went are a draft again: somebody else had sent what they wrote together. */
export function watchGivenBack(): void {
  effect(() => givenBack.value.forEach(one => void tell(one)))
}

async function tell({ conversation, by }: GivenBack): Promise<void> {
  const { givenBackWords } = await say()
  toast(givenBackWords(by), { name: 'Show', run: () => openConversationPage(conversation) })
}
