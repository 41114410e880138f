import { lastAt, type Thread } from '../../../shared/conversations/thread.ts'
import type { StreamId } from '../../../shared/kernel/message.ts'
import type { ContactRow } from '../../app/live.ts'
import type { PackedRows } from '../../log/db.ts'
import { placed, type DrawnRow, type RowTable } from './redraw.ts'
import { all, firstPacks, getEach, inParts, packsOf, transact, type Script } from './script.ts'

const packsAtOnce = 200

/** All confirmed rows, as they were last stored. */
export function readRows(): Script<DrawnRow[]> {
  return transact('past', 'r', function* () {
    return [...(yield* packedRows()), ...(yield* ownRows())]
  })
}

/**
 * What a screen is first painted from: as many of the newest conversations as have nothing between them that was not
 * read, so that a list only grows at its end when the rest comes; and whom they are with. `isAll`: there is no rest.
 */
export function readNewest(most: number): Script<{ readonly rows: readonly DrawnRow[]; readonly isAll: boolean }> {
  return transact('past', 'r', function* () {
    const own = yield* ownRows()
    const packs = yield* firstPacks(most)
    // So few are read at once; and what an older version of this app has written since has no order.
    if (packs.length < most) return { rows: [...(yield* packedRows()), ...own], isAll: true }
    const since = -(packs.at(-1)?.order ?? 0)
    const rows = [...rowsIn(packs), ...own]
    const newest = rows.filter(one => one.table !== 'threads' || lastAt(one.row as Thread) > since)
    return { rows: [...newest, ...(yield* peopleOf(newest))], isAll: false }
  })
}

function* packedRows(): Script<DrawnRow[]> {
  const parts = yield* inParts(
    'packedRows',
    [
      [0, ''],
      [Infinity, '']
    ],
    packsAtOnce,
    pack => rowsIn([pack])
  )
  return parts.flat()
}

/** Those that other packs have: a person with several conversations, or several contacts. */
function* peopleOf(rows: readonly DrawnRow[]): Script<DrawnRow[]> {
  const found: DrawnRow[] = []
  const looked = new Set(rows.map(({ stream }) => stream))
  for (let lacking = whoIn(rows, looked); lacking.length > 0;) {
    for (const stream of lacking) looked.add(stream)
    const packs = yield* packsOf(lacking)
    const shown = yield* getEach(
      'packedRows',
      packs.map(({ generation, first }): [number, string] => [generation, first])
    )
    const wanted = new Set(lacking)
    const more = rowsIn(shown.filter(pack => pack !== undefined)).filter(({ stream }) => wanted.has(stream))
    found.push(...more)
    lacking = whoIn(more, looked)
  }
  return found
}

function whoIn(rows: readonly DrawnRow[], known: ReadonlySet<StreamId>): StreamId[] {
  const named = rows.flatMap(({ table, row }): StreamId[] => {
    if (table === 'threads') return [`contact/${(row as { contact: string }).contact}`]
    const into = table === 'contacts' ? (row as ContactRow).merged?.into : undefined
    return into === undefined ? [] : [`contact/${into}`]
  })
  return [...new Set(named)].filter(stream => !known.has(stream))
}

function rowsIn(packs: readonly PackedRows[]): DrawnRow[] {
  return packs.flatMap(({ rows }) => rows.flatMap(({ stream, row }) => placed(stream, row) ?? []))
}

/** Of streams that lie in no pack. */
function* ownRows(): Script<DrawnRow[]> {
  const [threads, contacts] = [yield* all('threads'), yield* all('contacts')]
  const [inboxes, agents] = [yield* all('inboxes'), yield* all('agents')]
  const [teams, automations] = [yield* all('teams'), yield* all('automations')]
  const phrases = yield* all('phrases')
  const [workflows, cards] = [yield* all('workflows'), yield* all('cards')]
  return [
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
}

function stored(kind: string, table: RowTable, id: string, row: object): DrawnRow {
  return { stream: `${kind}/${id}`, table, id, row }
}
