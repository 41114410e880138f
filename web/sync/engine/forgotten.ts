import type { ClientCommand } from '../../../shared/catalog.ts'
import type { Held } from '../../log/db.ts'

const maySend: ReadonlySet<string> = new Set<ClientCommand['type']>([
  'conversation.reply',
  'conversation.send-held',
  'conversation.retry'
])

/** [R1] What the server took once and has forgotten says so when it is pushed again, lest a customer has it twice. */
export function forgotten(row: Held): Held {
  const { command, acceptedAt } = row
  if (acceptedAt === null || !command || !maySend.has(command.type)) return row
  return { ...row, command: { ...command, forgotten: true } as ClientCommand }
}
