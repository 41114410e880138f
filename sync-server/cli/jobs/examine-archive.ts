import { randomUUID } from 'node:crypto'
import type { Core } from '../../core.ts'
import { graded, type Finding } from '../finding.ts'

const mega = 1024 * 1024

/** Can a day be put there, read back and taken away again, and are those there that were moved to it? */
export async function archiveFinding({ archive, sql }: Looked): Promise<Finding> {
  const name = `doctor-${randomUUID()}.probe`
  const bytes = Buffer.from(name)
  try {
    await archive.put(name, bytes)
    const again = await archive.get(name)
    await archive.remove(name)
    if (!again || !bytes.equals(again)) throw new Error(`what is written to ${archive.place} does not come back`)
    const moved = sql ? await movedFiles(sql) : []
    const there = new Set(moved.length > 0 ? await archive.list('') : [])
    const missing = moved.filter(file => !there.has(file))
    if (missing.length > 0) return missingFinding(archive.place, missing, moved.length)
    return roomFinding(archive.place, await archive.free())
  } catch (error) {
    const advice =
      'mend ARCHIVE_URL, its AWS_* settings or the rights there: old days stay in the database, cold ones cannot be read'
    return { about: 'archive', state: 'bad', found: (error as Error).message, advice }
  }
}

type Looked = Pick<Core, 'archive'> & Partial<Pick<Core, 'sql'>>

async function movedFiles({ everywhere }: Core['sql']): Promise<readonly string[]> {
  const rows = await everywhere.query<{ file: string }>(
    'select file from closed_day where cold_at is not null and file is not null order by day, file'
  )
  return rows.map(row => row.file)
}

/** An archive that is another one is written and read as well as the right one. */
function missingFinding(place: string, missing: readonly string[], of: number): Finding {
  const found = `in ${place} ${missing.length} of ${of} days that were moved there are missing, the first ${missing[0]}`
  const advice = 'set ARCHIVE_URL to where they are, or put them back: nothing that was said on them can be read'
  return { about: 'archive', state: 'bad', found, advice }
}

function roomFinding(place: string, free: number | undefined): Finding {
  if (free === undefined) return { about: 'archive', state: 'ok', found: `${place} is written and read` }
  return graded('archive', -free, {
    warning: -1024 * mega,
    bad: -128 * mega,
    found: `${place} is written and read, ${Math.floor(free / mega)} MB free`,
    advice: 'make room, or old days stay in the database'
  })
}
