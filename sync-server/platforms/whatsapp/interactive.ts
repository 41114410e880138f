import type { Choices } from '../../../shared/conversations/content.ts'
import { formOf } from '../../../shared/platforms/choices.ts'
import { whatsapp } from '../../../shared/platforms/whatsapp.ts'

/** What stands on the button that opens a list. */
const open = 'Choose'

/** Up to three are buttons under the words, more are a list. Source: Meta, "Interactive reply buttons", "Interactive list". */
export function interactive(words: string, choices: Choices): Record<string, unknown> {
  const titles = choices.map(({ title }) => title)
  const named = titles.map((title, at) => ({ id: `choice:${at + 1}`, title }))
  const action =
    formOf(whatsapp, titles)?.as === 'buttons'
      ? { type: 'button', action: { buttons: named.map(reply => ({ type: 'reply', reply })) } }
      : { type: 'list', action: { button: open, sections: [{ rows: named }] } }
  return { type: 'interactive', interactive: { ...action, body: { text: words } } }
}
