import type { ClientCommand } from '../../../shared/catalog.ts'
import type { Held } from '../../log/db.ts'

const maySend: ReadonlySet<string> = new Set<ClientCommand['type']>([
  'conversation.reply',
  'conversation.send-held',
  'conversation.retry'
])

/** The log that a `welcome` speaks of, whatever this agent may see of it. */
export function logOf(incarnation: string): string {
  return incarnation.split('.')[0]!
}

/** [R1] What the server took once and has forgotten says so when it is pushed again, lest a customer has it twice. */
export function forgotten(row: Held): Held {
  return row.acceptedAt === null ? row : mayHaveGone(row)
}

/** [R1] Pushed to a log that is no more, and never answered: it may have been taken there. */
export function unansweredThere(rows: readonly Held[]): Held[] {
  return rows.filter(row => row.gone && row.acceptedAt === null && row.refusal === null).map(mayHaveGone)
}

function mayHaveGone(row: Held): Held {
  const { command } = row
  if (!command || !maySend.has(command.type)) return row
  return { ...row, command: { ...command, forgotten: true } as ClientCommand }
}
