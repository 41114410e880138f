import { device, deviceSoon, type OpenConversation, type Seen } from './device.ts'

/** A conversation's page, live until disposed: the last hundred events first, `older()` for the rest. */
export function openConversation(conversation: string): OpenConversation {
  return device().openConversation(conversation)
}

/** For `seen` of a command, when its author has the newest of the conversation before them. */
export async function seen(conversation: string): Promise<Seen> {
  return (await deviceSoon()).seen(conversation)
}
