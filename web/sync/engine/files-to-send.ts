import type { AnyRefusal, ClientCommand } from '../../../shared/catalog.ts'
import { fileOf } from '../../../shared/conversations/file-of.ts'
import type { FileToSend, Held } from '../../log/db.ts'
import { all, get, put, remove, type Script } from './script.ts'

/*
 *   attached (in the composer) ──► named by a command in the outbox ──► uploaded ──► the command goes ──► a week later: gone
 *
 * Bytes are on this device's disk from the moment they are attached, so a command never stands here without them.
 */

/** What was attached goes with this command. */
export function* detachFor(command: ClientCommand): Script<void> {
  const key = fileOf(command)
  if (!key) return
  const row = yield* get('files', key)
  if (!row) throw new Error('a reply names a file that is not on this device')
  yield* put('files', [{ ...row, isAttached: false }])
}

/** Its file has to be at the server first. */
export function* waitsForFile({ command, refusal }: Held): Script<boolean> {
  const key = refusal ? null : fileOf(command)
  return key !== null && (yield* get('files', key))?.state === 'here'
}

/** Another log may lack the file: of a command that it has forgotten, or never heard of. */
export function* bringAgain({ command }: Held): Script<void> {
  const key = fileOf(command)
  const row = key && (yield* get('files', key))
  if (row) yield* put('files', [{ ...row, state: 'here' as const }])
}

/** Of a reply whose file the server would not take, why it would not: that it is not there says nothing. */
export function* saidOfFile({ command }: Held, refusal: AnyRefusal | null): Script<AnyRefusal | null> {
  const key = refusal?.reason === 'no-such-file' ? fileOf(command) : null
  const row = key && (yield* get('files', key))
  return (row?.state === 'refused' && row.why) || refusal
}

/** What nobody may come back to leaves the device. */
export function* dropUnnamed(): Script<void> {
  const loose = (yield* all('files')).filter(row => !row.isAttached)
  if (loose.length === 0) return
  const commands = [...(yield* all('commands')), ...(yield* all('settled'))]
  const named = new Set(commands.map(({ command }) => fileOf(command)?.join(' ')))
  yield* removeFiles(loose.filter(row => !named.has(`${row.conversation} ${row.file}`)))
}

export function* removeFiles(rows: readonly FileToSend[]): Script<void> {
  const keys = rows.map(({ conversation, file }): [string, string] => [conversation, file])
  yield* remove('files', keys)
  yield* remove('bytes', keys)
}
