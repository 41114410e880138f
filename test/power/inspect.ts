import { migrate } from '../../sync-server/db/migrate.ts'
import { openDatabase } from '../../sync-server/db/open.ts'
import { lockDirectory } from '../../sync-server/db/lock.ts'
import { openLog, type Log } from '../../sync-server/log/log.ts'
import { migrations } from '../../sync-server/schema.ts'
import { faultsOf } from '../log/chain.ts'
import { noted } from '../log/noted.ts'
import type { Note } from './journal.ts'

export type Inspection = { readonly directory: string; readonly notes: readonly Note[] }

/** A process that opens what a power cut left behind, one directory after the other, and says what is wrong with it. */
process.on('message', ({ directory, notes }: Inspection) => {
  inspect(directory, notes).then(
    faults => process.send?.(faults),
    (error: unknown) => process.send?.([`it does not open: ${String(error)}`])
  )
})

async function inspect(directory: string, notes: readonly Note[]): Promise<readonly string[]> {
  const release = lockDirectory(directory)
  const sql = await openDatabase(directory)
  await migrate(sql, migrations)
  const log = await openLog(sql)
  const faults: string[] = []
  for (const [tenant, mine] of Map.groupBy(notes, one => one.tenant)) {
    faults.push(...(await lossesOf(log, tenant, mine)), ...(await faultsOf(sql, tenant)))
    faults.push(...(await stillTakes(log, tenant)))
  }
  await log.close()
  await sql.close()
  release()
  return faults
}

async function lossesOf(log: Log, tenant: string, notes: readonly Note[]): Promise<string[]> {
  const events = await log.follow.since(tenant, 0, 1_000_000)
  const stored = Map.groupBy(events, event => event.fact.cause)
  const faults: string[] = []
  const attempts = notes.filter(one => one.is === 'attempt')
  for (const { cause, count } of attempts) {
    const there = stored.get(cause)?.length ?? 0
    if (there !== 0 && there !== count) faults.push(`${there} of the ${count} events of ${tenant} ${cause} are there`)
  }
  for (const { cause, seq } of notes.filter(one => one.is === 'acknowledged')) {
    if (stored.get(cause)?.at(-1)?.seq !== seq)
      faults.push(`${tenant} ${cause} was acknowledged at ${seq}, and is lost`)
  }
  const foreign = [...stored.keys()].find(cause => !attempts.some(one => one.cause === cause))
  if (foreign !== undefined) faults.push(`nobody ever appended ${foreign} to ${tenant}`)
  for (const [client, mine] of Map.groupBy(attempts, one => one.client)) {
    const judged = await log.acks.highest(tenant, client)
    const there = mine.filter(one => stored.has(one.cause)).length
    if (judged !== there) faults.push(`${tenant} ${client} has ${there} commands in the log, and ${judged} answers`)
  }
  return faults
}

/** A log that is whole and takes nothing any more is no use either. */
async function stillTakes({ commit }: Log, tenant: string): Promise<string[]> {
  const facts = [noted('after the cut')]
  const append = { tenant, stream: 'conversation/new', version: 0, facts, scope: 'inbox:i' } as const
  const { result } = await commit.append(append)
  return result === 'appended' ? [] : [`an append to ${tenant} after the cut was answered ${result}`]
}
