import { randomUUID } from 'node:crypto'
import { trustedContext } from '../../shared/identity/may.ts'
import { erasePerson, type ErasingParts } from './erase-person.ts'
import type { ErasedPerson } from './erasures.ts'

/**
 * Who says it of those who were erased before the database was. Only of these: an older one may link them with somebody
 * who was found to be another person since.
 */
export const erasedBefore = { kind: 'system', id: 'erased-before' } as const

/**
 * Erases again whom the data directory knows as erased and the database does not: it comes from a backup that is older.
 * Answers how many. Who cannot be is reported, and tried again with the next start.
 */
export async function eraseAgain(parts: ErasingParts, report: (error: unknown) => void): Promise<number> {
  let erased = 0
  for (const { tenant, contact, at } of await whoIsBack(parts)) {
    const command = { type: 'contact.erase', id: randomUUID(), at: Date.now(), contact } as const
    try {
      await parts.actors.tell(tenant, command, now => trustedContext(erasedBefore, now))
      await erasePerson(parts, { tenant, contact, at })
      erased += 1
    } catch (error) {
      report(error)
    }
  }
  return erased
}

/**
 * The directory comes to know whom only the database knows as erased: it was moved here, restored or imported, and a
 * backup from before that may be restored here after it.
 */
export async function noteErased({ sql, erasures }: Pick<ErasingParts, 'sql' | 'erasures'>): Promise<void> {
  const people = await sql.everywhere.query<ErasedPerson>(
    `select tenant, substr(stream, length('contact/') + 1) as contact, at from erased_stream
     where stream like 'contact/%' order by at`
  )
  erasures.note(...people)
}

async function whoIsBack({ sql, erasures }: ErasingParts): Promise<readonly ErasedPerson[]> {
  return sql.everywhere.query<ErasedPerson>(
    `select tenant, contact, at from jsonb_to_recordset($1::text::jsonb) as person (tenant text, contact text, at bigint)
     where exists (select from head where head.tenant = person.tenant and stream = 'contact/' || contact)
       and not exists (
         select from erased_stream where erased_stream.tenant = person.tenant and stream = 'contact/' || contact)`,
    [JSON.stringify(erasures.all())]
  )
}
