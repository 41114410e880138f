import { resolve } from 'node:path'
import { Damaged } from '../../backup/damaged.ts'
import { linesOfFile } from '../../backup/file.ts'
import { eventsIn, inspect } from '../../backup/inspect.ts'
import { demandNotMoved } from '../../backup/moved.ts'
import type { Header } from '../../backup/record.ts'
import { openCold } from '../../days/cold.ts'
import type { Archive } from '../../days/archive.ts'
import { openArchive } from '../../days/open-archive.ts'
import { DatabaseError } from '../../db/database-error.ts'
import type { Sql } from '../../db/sql.ts'
import { storedTenants, verifyTenant } from '../../log/verify-stored.ts'
import type { Fault } from '../../log/verify.ts'
import { repairLog, type Repair, type Repaired } from '../../repair/repair.ts'
import { updateSchema } from '../../schema.ts'
import { openKeyring } from '../../sealing/keyring.ts'
import { masterKeyOf } from '../../sealing/master-key.ts'
import { needed, type Command, type Desk } from '../command.ts'
import { demandReadable } from '../named-file.ts'
import { openerOf } from '../opener.ts'
import { openPlace, placeOf } from '../place.ts'
import { demandData, stopItFirst } from '../reach.ts'
import { Refused } from '../refused.ts'
import { faultWords, mendedWords, whyNot } from '../repair-words.ts'

export const repair: Command = {
  name: 'repair',
  usage: '--from <file> [--dry-run]',
  about: [
    'mends what verify finds from a backup of the same log: events that are not what was recorded, or are missing, files of',
    'the archive, and what the tables beside the log say. Only bytes that the hashes prove are put back, all of it or',
    'nothing; keys stay as they are, so that who was erased stays so. Then it verifies, and says what was mended and what',
    'could not be: it ends with 0 when all is whole. With --dry-run it only says what it would do, and ends with 1 when',
    'that is anything. Stop the server first, and afterwards `rebuild` compares what was drawn from events that were bad'
  ],
  options: { from: { type: 'string' }, 'dry-run': { type: 'boolean' } },
  async run(desk) {
    const path = resolve(needed(desk.text('from'), '--from'))
    demandReadable(path)
    const open = () => linesOfFile(path, desk.env['BACKUP_PASSPHRASE'])
    demandData(desk.config)
    try {
      const header = await inspect(open(), (done, of) => desk.progress({ what: 'check', done, of }))
      return await mend(desk, header, open, { daring: true }).catch((error: unknown) => {
        // What a bad page says can end the embedded database: then its pages are left out.
        if (error instanceof DatabaseError && error.code === 'gone') return mend(desk, header, open, { daring: false })
        throw error
      })
    } catch (error) {
      if (error instanceof Damaged) throw new Refused(`${path} is damaged: ${error.message}. Nothing was written.`)
      throw error
    }
  }
}

async function mend(desk: Desk, header: Header, open: () => AsyncIterable<string>, how: How): Promise<number> {
  const place = await openPlace(placeOf(desk.config)).catch(stopItFirst)
  try {
    return await mendIn(place.sql, desk, header, open, how)
  } finally {
    await place.close()
  }
}

type How = { readonly daring: boolean }

async function mendIn(
  sql: Sql,
  desk: Desk,
  header: Header,
  open: () => AsyncIterable<string>,
  { daring }: How
): Promise<number> {
  await updateSchema(sql)
  await demandNotMoved(sql)
  await demandSameLog(sql, header)
  const master = await masterKeyOf(desk.config.dataDir, sql)
  const archive = openArchive(desk.config.archive)
  const dryRun = desk.flag('dry-run')
  const progress = (what: string, done: number) => desk.progress({ what, done, of: eventsIn(header) })
  const found = await repairLog(sql, archive, open, { dryRun, daring, progress })
  const faults = found.undone ? faultsOf(found) : await faultsAfter(desk, { sql, archive, master })
  let bad = 0
  let touched = found.strange + found.salvaged.length
  for (const one of found.workspaces) {
    const fault = faults.get(one.tenant) ?? null
    const end = header.tenants.find(({ tenant }) => tenant === one.tenant)?.seq ?? null
    if (fault) bad += 1
    touched += amountOf(one)
    const { tenant, events, days, closed, tables, left } = one
    const why = fault && whyNot(fault, one, end)
    const verdict =
      fault && why
        ? `BAD\t${mendedWords(one, found.undone)}\t${faultWords(fault, why)}`
        : `good\t${mendedWords(one, found.undone)}`
    await desk.print({ tenant, events, days, closed, tables, left, fault, why, dryRun }, `${tenant}\t${verdict}`)
  }
  for (const { table, lost } of found.salvaged) {
    const words = `${table}\tpages that cannot be read${lost > 0 ? `, and ${lost} of them are lost` : ''}`
    await desk.print({ table, lost, dryRun }, words)
  }
  if (found.undone && !dryRun)
    throw new Refused(
      'Pages are lost with more on them than this backup has. Nothing was written: restore the newest backup.'
    )
  if (found.strange > 0)
    await desk.print({ strange: found.strange, dryRun }, `${found.strange} rows under names that are no workspace’s`)
  return bad > 0 || (dryRun && touched > 0) ? 1 : 0
}

async function demandSameLog({ everywhere }: Sql, { incarnation }: Header): Promise<void> {
  const [meta] = await everywhere.query<{ value: string }>(`select value from meta where key = 'incarnation'`)
  if (meta?.value === incarnation) return
  throw new Refused(
    'This backup is of another log: of other data, or of these before they were restored. Nothing was written.'
  )
}

function faultsOf({ workspaces }: Repair): ReadonlyMap<string, Fault> {
  return new Map(workspaces.flatMap(({ tenant, fault }) => (fault ? [[tenant, fault]] : [])))
}

/** What `verify` finds now. */
async function faultsAfter(
  desk: Desk,
  { sql, archive, master }: { readonly sql: Sql; readonly archive: Archive; readonly master: Buffer }
): Promise<ReadonlyMap<string, Fault>> {
  const cold = await openCold(sql, archive)
  const keyring = openKeyring(sql, master)
  const faults = new Map<string, Fault>()
  for (const tenant of await storedTenants(sql)) {
    const opens = await openerOf({ sql, keyring }, tenant)
    const progress = (done: number) => desk.progress({ what: `verify ${tenant}`, done })
    const { fault } = await verifyTenant(sql, tenant, { cold: cold.anew(), opens, progress })
    if (fault) faults.set(tenant, fault)
  }
  return faults
}

const amountOf = ({ events, days, closed, tables }: Repaired) =>
  events.length + days.length + closed.length + tables.length
