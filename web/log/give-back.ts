import type { ClientCommand } from '../../shared/catalog.ts'
import type { Fact, StreamId } from '../../shared/kernel/message.ts'
import type { GivenBack } from '../app/live.ts'
import type { NeedAnswer } from '../sync/needs.ts'
import { sturdy, type OutboxDb, type PastDb, type Settled } from './db.ts'
import type { Mode } from './document.ts'
import { firstVersion } from './last-events.ts'
import { causedBy } from './packs.ts'

/** Asks the server for a stream's events before this version, and answers when they are in the store. */
export type Older = (stream: StreamId, before: number) => Promise<NeedAnswer>

/**
 * A draft that several wrote goes once: whoever sent it later is answered `repeated`. What their words had and the sent
 * ones had not, comes back as a draft here, in the transaction that notes that it was looked at.
 */
export async function giveBack(
  outbox: OutboxDb,
  past: PastDb,
  at: number,
  older: Older
): Promise<readonly GivenBack[]> {
  const fresh = await sturdy(outbox, () =>
    outbox.settled.filter(row => !row.compared && row.command !== null).toArray()
  )
  if (fresh.length === 0) return []
  const facts = await factsOf(past, fresh)
  const found = await findFacts(past, fresh, facts, older)
  return sturdy(outbox, () =>
    outbox.transaction('rw', outbox.settled, outbox.drafts, async () => {
      const given: GivenBack[] = []
      for (const { n, command } of fresh) {
        const row = await outbox.settled.get(n)
        // Another tab was quicker, or this place is another command's by now.
        if (!found.has(n) || !row || row.compared || row.command?.id !== command?.id) continue
        await outbox.settled.put({ ...row, compared: true })
        const fact = command && facts.get(command.id)
        const back = command && fact && wordsBack(command, fact)
        if (!back) continue
        await addToDraft(outbox, back, at)
        given.push({ conversation: back.conversation, mode: back.mode, by: fact.by.id })
      }
      return given
    })
  )
}

async function factsOf(past: PastDb, rows: readonly Settled[]): Promise<Map<string, Fact>> {
  const ids = rows.flatMap(({ command }) => command?.id ?? [])
  const events = await sturdy(past, () => causedBy(past, ids))
  return new Map(events.map(({ fact }) => [fact.cause, fact]))
}

/** Which of them were looked for to the end. Where nobody answers for one, the others are not asked for either: somebody may be leaving. */
async function findFacts(
  past: PastDb,
  rows: readonly Settled[],
  facts: Map<string, Fact>,
  older: Older
): Promise<ReadonlySet<number>> {
  const found = new Set<number>()
  let asked = older
  for (const row of rows) {
    if (await findFact(past, row, facts, asked)) found.add(row.n)
    else asked = () => Promise.resolve('offline')
  }
  return found
}

/** What went in its stead may lie before all that this device was brought. `false`: nobody can be asked now. */
async function findFact(past: PastDb, row: Settled, facts: Map<string, Fact>, older: Older): Promise<boolean> {
  const { command, stream } = row
  if (!command || wordsIn(command) === null) return true
  for (let asked = Infinity; !facts.has(command.id);) {
    const first = await firstVersion(past, stream)
    if (first === undefined || first <= 1 || first >= asked) return true
    asked = first
    if ((await older(stream, asked)) === 'offline') return false
    for (const [id, fact] of await factsOf(past, [row])) facts.set(id, fact)
  }
  return true
}

type Back = { readonly conversation: string; readonly mode: Mode; readonly words: string }

function wordsBack(command: ClientCommand, fact: Fact): Back | null {
  const [mine, sent] = [wordsIn(command), wordsIn(fact)]
  if (mine === null || sent === null || !('conversation' in command)) return null
  const mode = command.type === 'conversation.note' ? 'note' : 'reply'
  const words = (mine.includes(sent) ? mine.replace(sent, () => '') : mine).trim()
  return words === '' || sent.includes(words) ? null : { conversation: command.conversation, mode, words }
}

/** What was written by hand; a template's words are nobody's draft. */
export function wordsIn(said: object): string | null {
  if ('content' in said) {
    const { kind, text } = said.content as { readonly kind: string; readonly text?: string }
    return kind === 'text' ? (text ?? null) : null
  }
  return 'text' in said ? (said.text as string) : null
}

async function addToDraft(outbox: OutboxDb, { conversation, mode, words }: Back, at: number): Promise<void> {
  const begun = (await outbox.drafts.get([conversation, mode]))?.text ?? ''
  if (begun.includes(words)) return
  const text = begun.trim() === '' ? words : `${words}\n\n${begun}`
  await outbox.drafts.put({ conversation, mode, text, at })
}
