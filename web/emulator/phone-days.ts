import type { PhoneMessage } from '../../shared/protocol/emulator.ts'

export type PhoneDay = { readonly key: string; readonly at: number; readonly messages: PhoneMessage[] }

/** Messages under their days, in the order in which they are read. `dayOf` names the reader's own day of a moment. */
export function phoneDays(messages: readonly PhoneMessage[], dayOf: (at: number) => string): PhoneDay[] {
  const pages: PhoneDay[] = []
  for (const message of messages) {
    const key = dayOf(message.at)
    const page = pages.at(-1)
    if (page?.key === key) page.messages.push(message)
    else pages.push({ key, at: message.at, messages: [message] })
  }
  return pages
}
