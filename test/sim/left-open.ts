import type { World } from './world.ts'

/** What somebody says is on every device within this time, as long as nothing is broken. */
const heardWithinMs = 1000

/** Whoever was turned away by a server that was gone has dialled again by then. */
const restsAfterMs = 90_000

export const fewWords = { do: 'customer', tenant: 0, inbox: 0, who: 0, size: 1, repeats: 0 } as const

/** Everybody goes, and leaves everything open. Then a customer writes to every inbox; `write` says the message's id. */
export async function leaveOpen(
  world: World,
  minutes: number,
  pass: (ms: number, sliceMs?: number) => Promise<void>,
  inboxes: readonly (readonly string[])[],
  write: (tenant: number, inbox: string) => string
): Promise<void> {
  world.tally.count(minutes > 240 ? 'left open for a night' : 'left open')
  // A network that is good again leaves the lines that it has as slow as they were.
  for (const link of world.browsers.flatMap(({ tabs }) => tabs.flatMap(tab => tab.links))) link.quicken()
  await pass(restsAfterMs)
  const dials = world.browsers.map(browser => browser.dials)
  await pass(minutes * 60_000, 60_000)
  checkLines(world, dials)
  const said = inboxes.map((some, t) => [`t${t}`, some.map(inbox => write(t, inbox))] as const)
  await pass(heardWithinMs)
  checkHeard(world, new Map(said))
}

/** [R2] A line on which nothing happens stays: nobody takes the other for dead who only has nothing to say. */
function checkLines({ browsers, ledger }: World, before: readonly number[]): void {
  for (const [at, { dials, number, me }] of browsers.entries()) {
    const times = dials - (before[at] ?? 0)
    if (times > 0) ledger.fault(`[R2] browser ${number} (${me.agent}) lost a good line ${times} times`)
  }
}

/** [R2] Who has only been left open hears what is said like anybody else. */
function checkHeard({ browsers, ledger, server }: World, messages: ReadonlyMap<string, readonly string[]>): void {
  for (const [tenant, ids] of messages) {
    const events = server!.log.events.get(tenant) ?? []
    const seqs = ids.map(id => events.find(({ fact }) => fact.cause === id)?.seq ?? Infinity)
    if (seqs.includes(Infinity)) ledger.fault(`[P2] a customer of ${tenant} is not answered at once`)
    const told = Math.max(0, ...seqs.filter(Number.isFinite))
    for (const { number, me, db } of browsers) {
      if (me.tenant !== tenant || server!.workspace(tenant).agent(me.agent)?.status !== 'active') continue
      const cursor = db.rows('meta').find(row => row.key === 'cursor')
      const seq = cursor?.key === 'cursor' ? cursor.seq : 0
      if (seq < told) ledger.fault(`[R2] browser ${number} (${me.agent}) stands at ${seq}, and ${told} was just said`)
    }
  }
}
