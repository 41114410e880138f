import { resolve } from 'node:path'
import { pino } from 'pino'
import { Damaged } from '../../backup/damaged.ts'
import { isEmpty } from '../../backup/empty.ts'
import { linesOfFile } from '../../backup/file.ts'
import { inspect } from '../../backup/inspect.ts'
import { putCopy } from '../../backup/put.ts'
import type { Header } from '../../backup/record.ts'
import { settleSends } from '../../backup/settle-sends.ts'
import { openCore } from '../../core.ts'
import { migrate } from '../../db/migrate.ts'
import { migrations } from '../../schema.ts'
import { needed, type Command, type Desk } from '../command.ts'
import { openPlace, placeOf } from '../place.ts'
import { Refused } from '../refused.ts'
import { demandSound } from '../sound.ts'

export const restore: Command = {
  name: 'restore',
  usage: '--from <file> [--check]',
  about: [
    'a backup into an empty place: an empty DATA_DIR, or an empty database at DATABASE_URL; all of it or nothing.',
    'The file is checked from end to end before anything is written; with --check that is all.',
    'Every device notices that the log went back, and asks for everything again'
  ],
  options: { from: { type: 'string' }, check: { type: 'boolean' } },
  async run(desk) {
    const path = resolve(needed(desk.text('from'), '--from'))
    const lines = () => linesOfFile(path, desk.env['BACKUP_PASSPHRASE'])
    try {
      const header = await inspect(lines())
      demandSameSchema(header)
      const events = header.tenants.reduce((sum, { seq }) => sum + seq, 0)
      const counted = `${header.tenants.length} workspaces, ${events} events, of ${new Date(header.at).toISOString()}`
      if (desk.flag('check')) return await desk.print({ path, ...header }, `${path} is whole: ${counted}.`)
      const settled = await put(desk, lines())
      const note = settled > 0 ? ` ${settled} replies that were about to be sent then are marked as unknown.` : ''
      await desk.print({ path, ...header, settled }, `Restored: ${counted}.${note}`)
    } catch (error) {
      if (error instanceof Damaged) throw new Refused(`${path} is damaged: ${error.message}. Nothing was written.`)
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') throw new Refused(`There is no file ${path}.`)
      throw error
    }
  }
}

async function put(desk: Desk, lines: AsyncIterable<string>): Promise<number> {
  const place = placeOf(desk.config)
  const { sql, close } = await openPlace(place)
  try {
    await migrate(sql, migrations)
    if (!(await isEmpty(sql)))
      throw new Refused(`${place.name} is not empty: a backup is restored into an empty place only.`)
    const progress = (done: number, of: number) => desk.progress({ what: 'restore', done, of })
    const header = await putCopy(sql, lines, { incarnation: 'new', progress })
    await demandSound(sql, header, desk.progress)
    const core = await openCore(sql, pino({ level: 'silent' }), desk.config)
    const settled = await settleSends(core)
    await core.log.close()
    return settled
  } finally {
    await close()
  }
}

export function demandSameSchema(header: Header): void {
  const mine = migrations
    .map(step => step.name)
    .sort()
    .join()
  if (header.schema.join() === mine) return
  throw new Refused('This backup was made by another version of Daybook: restore it with that one, then update.')
}
