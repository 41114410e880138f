import { advance } from '../../shared/routing/advance.ts'
import { emptyPicture, type Picture } from '../../shared/routing/picture.ts'
import { forgetResolved } from '../../shared/routing/recall.ts'
import { snapshotOf } from '../../shared/routing/snapshot.ts'
import type { Sql } from '../db/sql.ts'
import type { Log } from '../log/log.ts'
import type { Rebuilt } from '../rebuild/rebuild.ts'
import { openPictures } from './pictures.ts'

const eventsAtOnce = 1000

/**
 * Draws the router's picture of a workspace from the first event on and compares it with the one that is kept. Whose turn
 * it is next is not asked: a promise that somebody overruled may have moved it. With `replace` the kept one is dropped:
 * the router draws it anew when it starts.
 */
export async function comparePicture(
  { sql, log }: { readonly sql: Sql; readonly log: Pick<Log, 'follow'> },
  tenant: string,
  { replace }: { readonly replace: boolean }
): Promise<Rebuilt> {
  const table = 'routing_picture'
  const kept = await openPictures(sql).read(tenant)
  // None, or none that anybody believes: it is drawn anew anyway.
  if (!kept) return { table, rows: 0, more: 0, differences: [] }
  const drawn = await drawnUpTo(log, tenant, kept.seq)
  const [is, should] = [saidBy(kept), saidBy(drawn)]
  const names = [...new Set([...is.keys(), ...should.keys()])].filter(name => is.get(name) !== should.get(name))
  const differences = names.map(name => ({ key: { what: name }, what: whatDiffers(is.has(name), should.has(name)) }))
  if (replace && differences.length > 0)
    await sql.of(tenant).query('delete from routing_picture where tenant = $1', [tenant])
  return { table, rows: should.size, more: 0, differences }
}

async function drawnUpTo({ follow }: Pick<Log, 'follow'>, tenant: string, seq: number): Promise<Picture> {
  const picture = emptyPicture()
  while (picture.seq < seq) {
    const events = await follow.since(tenant, picture.seq, Math.min(eventsAtOnce, seq - picture.seq))
    if (events.length === 0) throw new Error(`the log of ${tenant} ends before ${seq}`)
    for (const event of events) advance(picture, event)
  }
  forgetResolved(picture)
  return picture
}

/** Everything that somebody has said, by what it is said of. */
function saidBy(picture: Picture): ReadonlyMap<string, string> {
  const { people, desks, teams, conversations } = snapshotOf(picture)
  const said: [string, unknown][] = [
    ...people.map(({ lastTurn: _lastTurn, ...person }): [string, unknown] => [`agent/${person.id}`, person]),
    ...desks.map(({ id, members, policy, hours }): [string, unknown] => [`inbox/${id}`, [members, policy, hours]]),
    ...teams.map(({ id, members }): [string, unknown] => [`team/${id}`, members]),
    ...conversations.map(({ id, inbox, status, assignee, assignedAt, again, labels }): [string, unknown] => [
      `conversation/${id}`,
      [inbox, status, assignee, assignedAt, again, labels]
    ])
  ]
  return new Map(said.map(([name, what]) => [name, JSON.stringify(what)]))
}

function whatDiffers(is: boolean, should: boolean): string {
  if (is && should) return 'differs'
  return is ? 'should not be there' : 'is missing'
}
