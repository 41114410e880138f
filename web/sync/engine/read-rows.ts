import { placed, type DrawnRow, type RowTable } from './redraw.ts'
import { all, transact, type Script } from './script.ts'

/** All confirmed rows, as they were last stored: what a screen is first painted from. */
export function readRows(): Script<DrawnRow[]> {
  return transact('past', 'r', function* () {
    const [threads, contacts] = [yield* all('threads'), yield* all('contacts')]
    const [inboxes, agents] = [yield* all('inboxes'), yield* all('agents')]
    const [teams, automations] = [yield* all('teams'), yield* all('automations')]
    const phrases = yield* all('phrases')
    const [workflows, cards] = [yield* all('workflows'), yield* all('cards')]
    const packed = (yield* all('packedRows')).flatMap(({ rows }) => rows)
    return [
      ...packed.flatMap(({ stream, row }) => placed(stream, row) ?? []),
      ...threads.map(row => stored('conversation', 'threads', row.conversation, row)),
      ...contacts.map(row => stored('contact', 'contacts', row.contact, row)),
      ...inboxes.map(row => stored('inbox', 'inboxes', row.inbox, row)),
      ...agents.map(row => stored('agent', 'agents', row.agent, row)),
      ...teams.map(row => stored('team', 'teams', row.team, row)),
      ...workflows.map(row => stored('workflow', 'workflows', row.workflow, row)),
      ...cards.map(row => stored('card', 'cards', row.card, row)),
      ...automations.map(row => stored('automation', 'automations', row.automation, row)),
      ...phrases.map(row => stored('phrase', 'phrases', row.phrase, row))
    ]
  })
}

function stored(kind: string, table: RowTable, id: string, row: object): DrawnRow {
  return { stream: `${kind}/${id}`, table, id, row }
}
