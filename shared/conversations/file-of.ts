import type { Command } from '../kernel/message.ts'
import type { Content } from './content.ts'

/** The file that a reply brings along, and where. */
export function fileOf(command: Command | null): [conversation: string, file: string] | null {
  if (command?.type !== 'conversation.reply') return null
  const { conversation, content } = command as Command & { readonly conversation: string; readonly content: Content }
  const file = content.kind === 'media' ? content.items[0]?.file : undefined
  return file === undefined ? null : [conversation, file]
}
