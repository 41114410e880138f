import type { Command } from '../kernel/message.ts'
import type { Content } from './content.ts'
import { ownFile } from './content-words.ts'

/** The file that a reply brings along, and where. */
export function fileOf(command: Command | null): [conversation: string, file: string] | null {
  if (command?.type !== 'conversation.reply') return null
  const { conversation, content } = command as Command & { readonly conversation: string; readonly content: Content }
  const file = ownFile(content)?.file
  return file === undefined ? null : [conversation, file]
}
