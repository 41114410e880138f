import { existsSync, realpathSync } from 'node:fs'
import { join } from 'node:path'
import { isEmpty } from '../../backup/empty.ts'
import { markMoved } from '../../backup/moved.ts'
import { putCopy } from '../../backup/put.ts'
import { takeCopy } from '../../backup/take.ts'
import type { Config } from '../../config.ts'
import { updateSchema } from '../../schema.ts'
import { masterKeyOf } from '../../sealing/master-key.ts'
import { needed, type Command } from '../command.ts'
import { openPlace, placeNamed, placeOf, type NamedPlace } from '../place.ts'
import { reachAlone } from '../reach.ts'
import { Misused, Refused } from '../refused.ts'
import { demandSound } from '../sound.ts'

export const move: Command = {
  name: 'move',
  usage: '--to <postgres://… | directory>',
  about: [
    'from the embedded database to a PostgreSQL server, back, or elsewhere. The target must be empty; what was',
    'copied is verified, and the old place then refuses to start. Stop the server first. The files of messages stay in',
    'DATA_DIR/media: copy that directory beside another DATA_DIR. Remove the old place once the new one runs: what is',
    'erased from then on can still be read in the old one'
  ],
  options: { to: { type: 'string' } },
  async run(desk) {
    const to = placeNamed(needed(desk.text('to'), '--to'), desk.config)
    const { databaseUrl, dataDir } = desk.config
    // Two databases on one directory would spoil each other, also when one of them is only looked at.
    if (to.databaseUrl === undefined && databaseUrl === undefined && isSame(to.dataDir, dataDir))
      throw new Misused(`${to.name} is where the data are already.`)
    const source = await reachAlone(desk.config)
    try {
      const target = await openPlace(to, desk.config.dataDir)
      try {
        await updateSchema(target.sql)
        if (!(await isEmpty(target.sql))) throw new Refused(`${to.name} is not empty.`)
        const progress = (done: number, of: number) => desk.progress({ what: 'move', done, of })
        const lines = takeCopy(source.core, { signIns: true })
        const master = await masterKeyOf(to.dataDir, target.sql)
        const header = await putCopy(target.sql, lines, { incarnation: 'kept', master, progress })
        await demandSound(target.sql, header, desk.progress)
        await markMoved(source.core.sql, to.name)
        const events = header.tenants.reduce((sum, { seq }) => sum + seq, 0)
        await desk.print(
          { to: to.name, tenants: header.tenants, events },
          `${header.tenants.length} workspaces and ${events} events are in ${to.name}. ${whatIsLeft(desk.config, to)}`
        )
      } finally {
        await target.close()
      }
    } finally {
      await source.close()
    }
  }
}

/** What the operator has to do now. */
function whatIsLeft(config: Config, to: NamedPlace): string {
  const { dataDir, databaseUrl, media } = config
  const isHere = to.databaseUrl !== undefined || isSame(to.dataDir, dataDir)
  const files = isHere || media !== undefined ? '' : `Copy ${join(dataDir, 'media')} there: the files of messages. `
  const how = to.databaseUrl === undefined ? `DATA_DIR=${to.dataDir}, without DATABASE_URL` : `DATABASE_URL=${to.name}`
  const old = databaseUrl === undefined ? join(dataDir, 'db') : `the database ${placeOf(config).name}`
  return `${files}Start it with ${how}. Then remove ${old}: who is erased from now on can still be read there.`
}

function isSame(one: string, other: string): boolean {
  return one === other || (existsSync(one) && existsSync(other) && realpathSync(one) === realpathSync(other))
}
