import type { PushItem } from '../../../shared/protocol/up.ts'
import { longestFrame, mostPushed } from '../../../shared/protocol/version.ts'
import type { Held, Identity } from '../../log/db.ts'
import { bringAgain, waitsForFile } from './files-to-send.ts'
import { forgotten, unansweredThere } from './forgotten.ts'
import { identityHere } from './identity.ts'
import { all, between, put, remove, type Script } from './script.ts'

/** Frames are measured before they are sent: twenty long replies fill one. Leaves room for the frame around the items. */
const longestWindow = longestFrame - 10_000

/** What goes next to this log, from `n` on, now marked as gone. */
export function* takeWindow(from: number, log: string): Script<readonly PushItem[]> {
  const identity = yield* identityHere()
  yield* pushesTo(log, identity)
  const to = from + mostPushed - 1
  const held = yield* between('commands', from, to)
  const settled = yield* between('settled', from, to)
  const known = new Map<number, Held>([...settled, ...held].map(row => [row.n, row]))
  const last = Math.min(to, identity.lastN)
  const items: PushItem[] = []
  let length = 0
  for (let n = from; n <= last; n++) {
    const row = known.get(n)
    if (row && (yield* isHeldUp(row))) break
    const item = itemOf(n, row && forgotten(row))
    length += bytesIn(JSON.stringify(item)) + 1
    if (length > longestWindow && items.length > 0) break
    items.push(item)
  }
  const goes = items.flatMap(({ n }) => known.get(n) ?? []).filter(row => !row.gone || row.acceptedAt !== null)
  yield* put('commands', goes.map(unanswered))
  yield* remove(
    'settled',
    settled.filter(row => row.n < from + items.length).map(row => row.n)
  )
  return items
}

function* pushesTo(log: string, identity: Identity): Script<void> {
  if (log === identity.log) return
  if (identity.log !== undefined) {
    const waiting = (yield* all('commands')).filter(row => row.acceptedAt === null && row.refusal === null)
    yield* put('commands', unansweredThere(waiting))
    for (const row of waiting) yield* bringAgain(row)
  }
  yield* put('identity', [{ ...identity, log }])
}

/** A reply goes after its file. To a server that has forgotten the reply, the file is brought again. */
function* isHeldUp(row: Held): Script<boolean> {
  if (row.acceptedAt === null) return yield* waitsForFile(row)
  yield* bringAgain(row)
  if (!(yield* waitsForFile(row))) return false
  yield* put('commands', [unanswered(row)])
  yield* remove('settled', [row.n])
  return true
}

/** What was refused stays refused, whatever a server that forgot it would say now. */
function itemOf(n: number, row: Held | undefined): PushItem {
  return row?.command && !row.refusal
    ? { n, command: row.command, after: row.after }
    : { n, command: null, after: null }
}

/** Pushed to a server that has forgotten it, a command waits for its answer again: it may be another one. */
function unanswered(row: Held): Held {
  const { n, command, stream, after, refusal } = forgotten(row)
  return { n, command, stream, after, gone: true, acceptedAt: null, refusal }
}

/** As UTF-8. A unit takes at most three bytes, so short texts need not be encoded to know that they fit. */
function bytesIn(text: string): number {
  return text.length * 3 < longestWindow / mostPushed ? text.length * 3 : new TextEncoder().encode(text).length
}
