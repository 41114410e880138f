import { isEmpty } from '../../backup/empty.ts'
import { markMoved } from '../../backup/moved.ts'
import { putCopy } from '../../backup/put.ts'
import { takeCopy } from '../../backup/take.ts'
import { migrate } from '../../db/migrate.ts'
import { migrations } from '../../schema.ts'
import { masterKeyOf } from '../../sealing/master-key.ts'
import { needed, type Command } from '../command.ts'
import { openPlace, placeNamed } from '../place.ts'
import { reachAlone } from '../reach.ts'
import { Refused } from '../refused.ts'
import { demandSound } from '../sound.ts'

export const move: Command = {
  name: 'move',
  usage: '--to <postgres://… | directory>',
  about: [
    'from the embedded database to a PostgreSQL server, back, or elsewhere. The target must be empty; what was',
    'copied is verified, and the old place then refuses to start. Stop the server first'
  ],
  options: { to: { type: 'string' } },
  async run(desk) {
    const to = placeNamed(needed(desk.text('to'), '--to'), desk.config)
    const source = await reachAlone(desk.config)
    try {
      const target = await openPlace(to, desk.config.dataDir)
      try {
        await migrate(target.sql, migrations)
        if (!(await isEmpty(target.sql))) throw new Refused(`${to.name} is not empty.`)
        const progress = (done: number, of: number) => desk.progress({ what: 'move', done, of })
        const lines = takeCopy(source.core, { signIns: true })
        const master = await masterKeyOf(to.dataDir, target.sql)
        const header = await putCopy(target.sql, lines, { incarnation: 'kept', master, progress })
        await demandSound(target.sql, header, desk.progress)
        await markMoved(source.core.sql, to.name)
        const events = header.tenants.reduce((sum, { seq }) => sum + seq, 0)
        const start =
          to.databaseUrl === undefined ? `DATA_DIR=${to.dataDir}, without DATABASE_URL` : `DATABASE_URL=${to.name}`
        await desk.print(
          { to: to.name, tenants: header.tenants, events },
          `${header.tenants.length} workspaces and ${events} events are in ${to.name}. Start it with ${start}.`
        )
      } finally {
        await target.close()
      }
    } finally {
      await source.close()
    }
  }
}
