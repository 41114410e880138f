// @module-tag long
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Rule, When } from '../../shared/automation/content.ts'
import { depthOf, hourMs, mostAnHour, mostDepth } from '../../shared/automation/depth.ts'
import type { Run } from '../../shared/protocol/automations.ts'
import { dryRun } from '../../sync-server/automation/dry-run.ts'
import { openRuns } from '../../sync-server/automation/runs.ts'
import type { Recorded } from '../../sync-server/log/recorded.ts'
import { migrations } from '../../sync-server/schema.ts'
import { database, freshTenant } from '../support/database.ts'
import { begun, circle, first, happen, happenings, quietRules, rules, type Happening } from './happenings.ts'
import { Workshop } from './workshop.ts'

const db = database(migrations.filter(one => !one.name.startsWith('log-')))

const runsOf = (shop: Workshop, automation: string) => openRuns(db.sql).newest(shop.tenant, automation, 1000)
const logOf = (shop: Workshop) => shop.log.follow.since(shop.tenant, 0, 100_000)

type Loose = { readonly type: string; readonly [field: string]: unknown }

/** What an automation waits for, read from the log alone, and told again in other words than the product's. */
function* occasions(when: When, events: readonly Recorded[]): Generator<string> {
  const cards = new Map<string, { stage: string; minor: number }>()
  for (const { stream, fact } of events) {
    const { type, stage, to, label, value } = fact as unknown as Loose
    const card = cards.get(stream)
    const was = card?.minor ?? 0
    const is = type === 'card.valued' ? (value as { minor: number }).minor : was
    const now = type === 'card.placed' ? stage : type === 'card.moved' ? to : card?.stage
    const yes = {
      'message-received': type === 'conversation.message-received',
      opened: type === 'conversation.opened' || (type === 'conversation.reopened' && fact.by.kind === 'customer'),
      resolved: type === 'conversation.resolved',
      labelled: type === 'conversation.labelled' && 'label' in when && label === when.label,
      'card-entered': 'stage' in when && now === when.stage && /placed|moved/.test(type),
      'card-left': type === 'card.moved' && 'stage' in when && card?.stage === when.stage,
      'value-above': type === 'card.valued' && 'value' in when && is > when.value.minor && was <= when.value.minor,
      woken: type === 'conversation.woken',
      waited: false,
      'window-closes': false,
      'by-hand': false
    }[when.on]
    if (yes) yield `${fact.cause} ${type}`
    if (stream.startsWith('card/')) cards.set(stream, { stage: String(now), minor: is })
  }
}

/** What must be so, whatever was delivered again and wherever the machine died. */
async function faultsOf(shop: Workshop, published: ReadonlyMap<string, Rule>): Promise<string[]> {
  const events = await logOf(shop)
  const faults: string[] = []
  for (const [automation, rule] of published) {
    const runs = await runsOf(shop, automation)
    const looked = runs.map(({ cause }) => cause).toSorted()
    const expected = [...occasions(rule.when, events)].toSorted()
    if (looked.join() !== expected.join())
      faults.push(`${automation} looked at ${looked.join()}, not ${expected.join()}`)
    for (const { cause } of runs)
      if (!(await openRuns(db.sql).find(shop.tenant, automation, cause))?.ended) faults.push(`${cause} never ended`)
    const did = events.filter(({ fact }) => fact.by.id === `automation.${automation}`)
    if (new Set(did.map(({ fact }) => fact.cause)).size !== did.length) faults.push(`${automation} did a step twice`)
    const done = runs.flatMap(({ came }) => (came.as === 'fired' ? came.outcomes : [])).filter(isDone)
    if (done.length > did.length) faults.push(`${automation} says it did ${done.length}, and did ${did.length}`)
    const notes = did.filter(({ fact }) => fact.type === 'conversation.noted').length
    const noted = runs.reduce((sum, run) => sum + notesIn(run), 0)
    if (notes !== noted) faults.push(`${automation} noted ${notes} times, and says ${noted}`)
    faults.push(...guardFaults(automation, runs))
  }
  const deepest = Math.max(0, ...events.map(({ fact }) => depthOf(fact)))
  if (deepest > mostDepth) faults.push(`automations followed from each other ${deepest} times`)
  return faults
}

const isDone = ({ result }: { result: string }) => result === 'done'

function notesIn({ came }: Run): number {
  if (came.as !== 'fired') return 0
  return came.steps.filter((step, at) => step.do === 'note' && came.outcomes[at]?.result === 'done').length
}

function guardFaults(automation: string, runs: readonly Run[]): string[] {
  const fired = runs.filter(({ came, conversation }) => came.as === 'fired' && conversation !== null)
  return fired.flatMap(last => {
    const within = fired.filter(
      ({ at, conversation }) => conversation === last.conversation && at <= last.at && at > last.at - hourMs
    )
    return within.length > mostAnHour ? [`${automation} acted ${within.length} times within an hour`] : []
  })
}

const troubles = fc.constantFrom('again', 'dies', 'none', 'none', 'none')
type Trouble = 'again' | 'dies' | 'none'

/** Everything is delivered once more, from the very beginning. */
async function deliverAgain(shop: Workshop): Promise<void> {
  await shop.end()
  await db.sql.everywhere.query(`update follower set seq = 0 where name = 'automations' and tenant = $1`, [shop.tenant])
  ;(await shop.open()).start()
}

/** Dies after so many of its own writes, if there are as many, and begins again. */
async function die(shop: Workshop, writes: number, meanwhile: () => Promise<void>): Promise<boolean> {
  shop.writesLeft = writes
  await meanwhile()
  const whole = shop.settled().then(
    () => true,
    () => false
  )
  const dead = (async () => {
    while (shop.writesLeft >= 0) await new Promise(resolve => setTimeout(resolve, 1))
    return false
  })()
  const isWhole = await Promise.race([whole, dead])
  shop.writesLeft = isWhole ? Infinity : -1
  if (!isWhole) await shop.again()
  shop.writesLeft = Infinity
  return !isWhole
}

test('whatever happens, is delivered again or is cut off: every occasion is looked at once, every step done once, no loop goes on', async () => {
  const told = new Map<string, number>()
  const trouble = fc.tuple(troubles, fc.integer({ min: 0, max: 12 }))
  const played = fc.array(fc.tuple(happenings, trouble), { minLength: 6, maxLength: 14 })
  await fc.assert(
    fc.asyncProperty(
      fc.array(rules, { minLength: 2, maxLength: 3 }),
      fc.boolean(),
      played,
      async (some, turns, history) => {
        const shop = (await new Workshop(db.sql, freshTenant()).open()).start()
        await begun(shop)
        const published = new Map([...some, ...(turns ? circle : [])].map((rule, at) => [`a${at}`, rule]))
        for (const [automation, rule] of published) await shop.publish(automation, rule)
        for (const happening of first) await play(shop, happening, 'none', 0)
        for (const [happening, [what, writes]] of history) await play(shop, happening, what, writes)
        await shop.settled()
        expect(await faultsOf(shop, published)).toEqual([])
        for (const automation of published.keys())
          for (const { came } of await runsOf(shop, automation)) count(told, came.as)
        await shop.end()
      }
    ),
    { numRuns: 25, seed: 20_261_126, endOnFailure: true }
  )

  async function play(shop: Workshop, happening: Happening, what: Trouble, writes: number): Promise<void> {
    const meanwhile = () => happen(shop, happening)
    if (what === 'dies') count(told, (await die(shop, writes, meanwhile)) ? 'died' : 'lived')
    else await meanwhile()
    await shop.settled()
    if (what !== 'again') return
    const before = await logOf(shop)
    await deliverAgain(shop)
    await shop.settled()
    expect((await logOf(shop)).length).toBe(before.length)
    count(told, 'delivered again')
  }
  // Histories in which nothing ever acts or goes wrong would prove nothing.
  for (const what of ['fired', 'condition', 'loop', 'died', 'delivered again'])
    expect([what, (told.get(what) ?? 0) > 5]).toEqual([what, true])
})

test('a dry run says what the automation did', async () => {
  const told = new Map<string, number>()
  const history = fc.array(happenings, { minLength: 8, maxLength: 16 })
  await fc.assert(
    fc.asyncProperty(quietRules, history, async (some, later) => {
      const shop = (await new Workshop(db.sql, freshTenant()).open()).start()
      await begun(shop)
      for (const [at, rule] of some.entries()) await shop.publish(`a${at}`, rule)
      for (const happening of [...first, ...later]) {
        await happen(shop, happening)
        // The clock is looked at when the server begins, to the end before it ends.
        if (happening.is === 'time goes by') for (const _ of [1, 2]) await shop.again()
        await shop.settled()
      }
      for (const [at, rule] of some.entries()) {
        const did = await runsOf(shop, `a${at}`)
        const dry = await dryRun({ log: shop.log, actors: shop.actors, now: () => shop.clock }, shop.tenant, rule)
        expect([rule, plain(dry.runs)]).toEqual([rule, plain(did)])
        const acted = did.filter(({ came }) => came.as === 'fired').length
        expect([dry.looked, dry.fired]).toEqual([did.length, acted])
        for (const { came } of did) count(told, `${rule.when.on} ${came.as}`)
      }
      await shop.end()
    }),
    { numRuns: 16, seed: 20_261_126, endOnFailure: true }
  )
  for (const on of [
    'message-received',
    'opened',
    'resolved',
    'woken',
    'labelled',
    'card-entered',
    'card-left',
    'value-above',
    'waited'
  ])
    expect([on, (told.get(`${on} fired`) ?? 0) + (told.get(`${on} condition`) ?? 0) > 1]).toEqual([on, true])
  const total = (as: string) => [...told].reduce((sum, [what, times]) => (what.endsWith(as) ? sum + times : sum), 0)
  expect([total('fired') > 40, total('condition') > 40]).toEqual([true, true])
})

function plain(runs: readonly Run[]): string[] {
  return runs
    .map(({ at, conversation, came }) => {
      const line = came.as === 'condition' ? JSON.stringify(came.line) : ''
      return `${at} ${conversation} ${came.as} ${line}`
    })
    .toSorted()
}

function count(told: Map<string, number>, what: string): void {
  told.set(what, (told.get(what) ?? 0) + 1)
}
