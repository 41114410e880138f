import * as v from 'valibot'
import { takeCopy } from '../../backup/take.ts'
import { fromReserve } from '../../db/room.ts'
import { job, type Progress } from './job.ts'

/** The lines of a backup. Whoever asked packs them, seals them and gives them a name. */
export const backup = job({
  input: v.object({}),
  async *run({ sql, log, keyring }) {
    let latest: Progress = { what: 'backup', done: 0 }
    const progress = (done: number, of: number) => (latest = { what: 'backup', done, of })
    for await (const line of takeCopy({ sql, log, keyring }, { progress })) {
      yield { item: line }
      yield { progress: latest }
    }
  }
})

/** After it is whole and on its disk: `doctor` tells how old the last one is. */
export const backedUp = job({
  input: v.object({ at: v.number() }),
  async *run({ sql }, { at }) {
    await sql.everywhere.query(
      `insert into meta (key, value) values ('backed-up-at', $1)
       on conflict (key) do update set value = excluded.value ${fromReserve}`,
      [String(at)]
    )
    yield { item: { at } }
  }
})
