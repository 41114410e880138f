import { randomUUID } from 'node:crypto'
import type { Core } from '../../core.ts'
import { graded, type Finding } from '../finding.ts'

const mega = 1024 * 1024

/** Can a day be put there, read back and taken away again? */
export async function archiveFinding({ archive }: Pick<Core, 'archive'>): Promise<Finding> {
  const name = `doctor-${randomUUID()}.probe`
  const bytes = Buffer.from(name)
  try {
    await archive.put(name, bytes)
    const again = await archive.get(name)
    await archive.remove(name)
    if (!again || !bytes.equals(again)) throw new Error(`what is written to ${archive.place} does not come back`)
    return roomFinding(archive.place, await archive.free())
  } catch (error) {
    const advice =
      'mend ARCHIVE_URL, its AWS_* settings or the rights there: old days stay in the database, cold ones cannot be read'
    return { about: 'archive', state: 'bad', found: (error as Error).message, advice }
  }
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
