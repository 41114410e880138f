import { resolve } from 'node:path'
import { pino } from 'pino'
import { Damaged } from '../../backup/damaged.ts'
import { isEmpty } from '../../backup/empty.ts'
import { linesOfFile } from '../../backup/file.ts'
import { eventsIn, inspect } from '../../backup/inspect.ts'
import { putCopy } from '../../backup/put.ts'
import type { Header } from '../../backup/record.ts'
import { settleSends } from '../../backup/settle-sends.ts'
import { stepsTaken } from '../../db/migrate.ts'
import type { Sql } from '../../db/sql.ts'
import { openCore } from '../../core.ts'
import { eraseAgain, noteErased } from '../../erasing/again.ts'
import { erasuresIn, readErasures, type ErasedPerson } from '../../erasing/erasures.ts'
import { logMigrations } from '../../log/schema.ts'
import { newerThanHere, updateSchema } from '../../schema.ts'
import { masterKeyOf } from '../../sealing/master-key.ts'
import { needed, type Command, type Desk } from '../command.ts'
import { demandReadable } from '../named-file.ts'
import { openPlace, placeOf } from '../place.ts'
import { Refused } from '../refused.ts'
import { demandSound } from '../sound.ts'

export const restore: Command = {
  name: 'restore',
  usage: '--from <file> [--check] [--erased <file>]',
  about: [
    'a backup, of this version or an earlier one, into an empty place: a DATA_DIR, or a database at DATABASE_URL;',
    'all of it or nothing.',
    'The file is checked from end to end before anything is written; with --check that is all.',
    'Every device notices that the log went back, and asks for everything again. Who was erased since is erased again:',
    'erased.jsonl in DATA_DIR knows them; --erased names that file where it was kept elsewhere'
  ],
  options: { from: { type: 'string' }, check: { type: 'boolean' }, erased: { type: 'string' } },
  async run(desk) {
    const path = resolve(needed(desk.text('from'), '--from'))
    demandReadable(path)
    const lines = () => linesOfFile(path, desk.env['BACKUP_PASSPHRASE'])
    try {
      const header = await inspect(lines(), (done, of) => desk.progress({ what: 'check', done, of }))
      demandKnownSchema(header)
      const events = eventsIn(header)
      const counted = `${header.tenants.length} workspaces, ${events} events, of ${new Date(header.at).toISOString()}`
      if (desk.flag('check')) return await desk.print({ path, ...header }, `${path} is whole: ${counted}.`)
      const erased = desk.text('erased')
      if (erased !== undefined) demandReadable(resolve(erased))
      const known = erased === undefined ? [] : readErasures(resolve(erased))
      const { settled, again } = await put(desk, lines(), header, known)
      const note = settled > 0 ? ` ${settled} replies that were about to be sent then are marked as unknown.` : ''
      const back =
        again === null
          ? ' Nobody is known to be erased since: whoever was is back, unless you erase them again.'
          : ` ${again} people who were erased since are erased again.`
      await desk.print({ path, ...header, settled, erasedAgain: again }, `Restored: ${counted}.${note}${back}`)
    } catch (error) {
      if (error instanceof Damaged) throw new Refused(`${path} is damaged: ${error.message}. Nothing was written.`)
      throw error
    }
  }
}

/** `again`: how many were erased again; `null` where nobody is known to have been. */
async function put(desk: Desk, lines: AsyncIterable<string>, header: Header, known: readonly ErasedPerson[]) {
  const place = placeOf(desk.config)
  const { sql, close } = await openPlace(place)
  try {
    await updateSchema(sql, header.schema)
    if (!(await isEmpty(sql)))
      throw new Refused(`${place.name} is not empty: a backup is restored into an empty place only.`)
    await demandNotAhead(sql, header, place.name)
    const erasures = erasuresIn(desk.config.dataDir)
    // Before there is anything: whoever starts these data, should this end in the middle, must know of them.
    erasures.note(...known)
    const isAnyKnown = erasures.all().length > 0
    const progress = (done: number, of: number) => desk.progress({ what: 'restore', done, of })
    const master = await masterKeyOf(desk.config.dataDir, sql)
    await putCopy(sql, lines, { incarnation: 'new', master, progress })
    await demandSound(sql, header, desk.progress)
    const core = await openCore(sql, pino({ level: 'silent' }), desk.config)
    const settled = await settleSends(core)
    const again = await eraseAgain(core.erasing, error => {
      throw error
    })
    await noteErased(core.erasing)
    await core.log.close()
    return { settled, again: isAnyKnown ? again : null }
  } finally {
    await close()
  }
}

/** What the log itself is kept in is written by hand here, so that has to be the same. */
function demandKnownSchema({ schema }: Header): void {
  const newer = newerThanHere(schema)
  if (newer.length > 0)
    throw new Refused(
      `This backup was made by a newer version of Daybook (${newer.join(', ')}): restore it with that one or a later one.`
    )
  const missing = logMigrations.map(step => step.name).filter(name => !schema.includes(name))
  if (missing.length > 0)
    throw new Refused(
      `This backup was made by a version of Daybook that knew no ${missing.join(', ')}: restore it with that one, then update.`
    )
}

/** Rows of an earlier version pass through the same steps as if it had been updated: a place that has taken them cannot. */
async function demandNotAhead(sql: Sql, { schema }: Header, name: string): Promise<void> {
  const ahead = [...(await stepsTaken(sql))].some(step => !schema.includes(step))
  if (ahead)
    throw new Refused(
      `This backup is of an earlier version of Daybook, and ${name} was begun with this one: it needs a new place.`
    )
}
