import type { ClientCommand } from '../../shared/catalog.ts'
import type { Fact } from '../../shared/kernel/message.ts'
import { wordsIn } from '../log/give-back.ts'

export type Sent = {
  /** What waits in the outbox under this id, as this tab knows it at this moment. */
  waiting(id: string): ClientCommand | undefined
  /** What the log says that came of it. */
  recorded(id: string): Promise<Fact | undefined>
}

/** The words that went under this id, from here or from elsewhere: the log's before those that still wait. */
export async function sentUnder({ waiting, recorded }: Sent, id: string): Promise<string | null> {
  // Looked at before the log: while that is read, a command may leave the outbox for it, and would be in neither.
  const before = waiting(id)
  const said = (await recorded(id)) ?? before ?? waiting(id)
  return said ? wordsIn(said) : null
}

/** Is what went under this command's id what it says? */
export async function isSaid(sent: Sent, command: ClientCommand): Promise<boolean> {
  return (await sentUnder(sent, command.id)) === wordsIn(command)
}
