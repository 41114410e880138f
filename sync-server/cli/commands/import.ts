import { createReadStream } from 'node:fs'
import { resolve } from 'node:path'
import { Damaged } from '../../backup/damaged.ts'
import { putEnds, putEvents } from '../../backup/put.ts'
import type { Extent } from '../../backup/record.ts'
import { noteCopied } from '../../backup/copied.ts'
import { noteUnsettled, settleSends } from '../../backup/settle-sends.ts'
import { putTenantKeys } from '../../backup/put-keys.ts'
import { readTenant, type Ending } from '../../backup/tenant-file.ts'
import type { Core } from '../../core.ts'
import { masterKeyOf } from '../../sealing/master-key.ts'
import { partitions } from '../../log/partitions.ts'
import { chain } from '../../log/verify.ts'
import { verifyTenant } from '../../log/verify-stored.ts'
import { needed, type Command } from '../command.ts'
import { linesOf } from '../lines.ts'
import { demandReadable } from '../named-file.ts'
import { reachAlone } from '../reach.ts'
import { Refused } from '../refused.ts'

export const importCommand: Command = {
  name: 'import',
  usage: '--from <file>',
  about: [
    'a workspace that was written with export --full, with the same events, places and hashes: all of it or nothing,',
    'and nothing again when it is here; also into a DATA_DIR where nothing is yet. Passwords and the channels’ secrets',
    'are not in it. Stop the server first'
  ],
  options: { from: { type: 'string' } },
  async run(desk) {
    const path = resolve(needed(desk.text('from'), '--from'))
    demandReadable(path)
    const { core, close } = await reachAlone(desk.config, { beginning: true })
    try {
      const ending = await endOf(readTenant(lines(path)))
      const { extent } = ending
      const result = (await isHere(core, extent)) ? 'here' : 'imported'
      if (result === 'imported') await put(core, path, ending, await masterKeyOf(desk.config.dataDir, core.sql))
      await settleSends(core)
      const { tenant, seq } = extent
      const words =
        result === 'here'
          ? `${tenant} is here already, with ${seq} events.`
          : `${tenant} is imported, with ${seq} events. Its people have no password here yet: make an admin a link with ` +
            '`users link`. Connect its channels again, and copy the files of its messages, `media` in DATA_DIR.'
      await desk.print({ ...extent, result }, words)
    } catch (error) {
      if (error instanceof Damaged) throw new Refused(`${path}, ${error.message}. Nothing was imported.`)
      throw error
    } finally {
      await close()
    }
  }
}

/** `npm run` writes lines of its own in front of what is redirected from it. */
async function* lines(path: string): AsyncGenerator<string> {
  let begun = false
  for await (const line of linesOf(createReadStream(path, { encoding: 'utf8' }))) {
    begun ||= line !== '' && !line.startsWith('> ')
    if (begun) yield line
  }
}

async function endOf(pages: AsyncGenerator<unknown, Ending>): Promise<Ending> {
  for (;;) {
    const { done, value } = await pages.next()
    if (done) return value
  }
}

/** @throws Refused where the workspace has another log here. */
async function isHere({ sql, log }: Core, { tenant, seq, hash }: Extent): Promise<boolean> {
  const [head] = await sql
    .of(tenant)
    .query<{ seq: number }>('select seq from tenant_head where tenant = $1 and seq > 0', [tenant])
  if (!head) return false
  // It may have gone on since: then the end of the file is one of its events.
  const [same] = await log.stored(tenant, seq - 1, 1)
  if (same?.seq === seq && same.hash === hash) return true
  throw new Refused(`${tenant} is here with another log, of ${head.seq} events.`)
}

async function put(core: Core, path: string, ending: Ending, master: Buffer): Promise<void> {
  const { sql } = core
  const { tenant, seq } = ending.extent
  await sql.everywhere.transaction(async query => {
    const days = partitions(sql)
    const followed = chain(tenant)
    for await (const { rows } of readTenant(lines(path))) await putEvents(query, days, tenant, followed, rows)
    await putEnds(query, tenant, followed)
    await putTenantKeys(query, ending, master)
    await noteUnsettled(query, [tenant])
    await noteCopied(query, [tenant])
  })
  const { events, fault } = await verifyTenant(sql, tenant)
  if (fault || events !== seq) throw new Error(`the copy of ${tenant} is not what was copied: ${fault?.what}`)
}
