import type { Event, StreamId } from '../../shared/kernel/message.ts'
import { outboxEntries } from '../../web/app/outbox-entries.ts'
import { drawOver } from '../../web/sync/engine/device-log.ts'
import { readConfirmed } from '../../web/sync/engine/confirmed.ts'
import { eventsOf, heldStream } from '../../web/sync/engine/held.ts'
import { placed, rowOf, rowTables, type Confirmed } from '../../web/sync/engine/redraw.ts'
import type { Held, HeldStream } from '../../web/log/db.ts'
import type { Browser } from './browser.ts'
import type { SimTab } from './sim-tab.ts'
import { truthAt, versionAt, viewerIn } from './truth.ts'
import type { World } from './world.ts'

/** Hopes that hold or not by the hour are drawn again when something happens, not when the hour comes. */
const dependOnTime = new Set([
  'conversation.reply',
  'conversation.send-held',
  'conversation.retry',
  'conversation.snooze'
])

const looksAgainMs = 60_000

/** What every device holds is what the log says up to its cursor; what every screen shows is that, and then its hopes. */
export function checkTabs(world: World): void {
  for (const browser of world.browsers) {
    const device = checkDevice(world, browser)
    // Between two leaders a tab may not know yet what the last one stored.
    if (!browser.isQuiet || !browser.tabs.some(tab => tab.leads && !tab.isFrozen)) continue
    // Nor what a tab wrote that died before it could say so, until somebody looks: who is reached does, once a minute.
    const isReached = browser.network === 'good' && world.server !== null
    const reachedSince = Math.max(browser.lastDeathAt, browser.goodSince, world.servedSince)
    if (browser.lastDeathAt > 0 && (!isReached || world.clock.now - reachedSince <= looksAgainMs)) continue
    browser.lastDeathAt = 0
    for (const tab of browser.tabs) if (tab.log && !tab.isFrozen) checkScreen(world, browser, tab, device)
  }
}

/** What the past of a device comes to. */
type Device = {
  readonly confirmed: ReadonlyMap<StreamId, Confirmed>
  /** The commands that it has heard of. */
  readonly heard: ReadonlySet<string>
  /** What it was compared with, and was right: as long as all of it is the same, it still is. */
  readonly against: readonly unknown[]
}
const seenLast = new WeakMap<Browser, Device>()

function checkDevice(world: World, browser: Browser): Device {
  const { db, me } = browser
  const { server, ledger, tally } = world
  const confirmed = new Map<StreamId, Confirmed>()
  const cursor = db.rows('meta').find(row => row.key === 'cursor')
  const viewer = server && viewerIn(server, me.tenant, me.agent)
  const isOfThisLife =
    cursor?.key === 'cursor' && viewer && cursor.incarnation === `life-${world.disk.incarnation}.${viewer.sight}`
  if (isOfThisLife) tally.count('device compared with the log')
  const against = [db.changes, server, isOfThisLife && viewer.sight]
  const last = seenLast.get(browser)
  if (last?.against.every((one, at) => one === against[at])) return last
  const inRows = new Set(db.rows('streams').map(row => row.stream))
  const inPacks = db.rows('packs').flatMap(pack => pack.streams)
  const twice = inPacks.filter((stream, at) => inRows.has(stream) || inPacks.indexOf(stream) !== at)
  if (twice.length > 0) ledger.fault(`[S2] browser ${browser.number} holds ${twice.join()} in two places`)
  for (const stream of db.streams) {
    const held = readAgain(browser, stream)
    if (!held) continue
    confirmed.set(stream, held)
    if (!isOfThisLife) continue
    const version = versionAt(server.log, me.tenant, stream, cursor.seq, viewer)
    const who = `browser ${browser.number} (${me.agent})`
    if (version !== held.version) {
      ledger.fault(`[O3] ${who} stands at ${cursor.seq} and holds ${held.version} of ${version} events of ${stream}`)
    } else if (textOf(held.state as object) !== truthAt(server.log, me.tenant, stream, version)) {
      ledger.fault(`[P4] what ${who} holds of ${stream} is not what the log says`)
    }
  }
  const device = { confirmed, heard: new Set(db.events.map(event => event.fact.cause)), against }
  seenLast.set(browser, device)
  return device
}

function readWhole({ db }: Browser, stream: StreamId): Confirmed | null {
  return db.answer({ do: 'transact', db: 'past', mode: 'r', script: () => readConfirmed(stream) }) as Confirmed | null
}

/** What was folded of a stream, and out of what. Rows and events are never changed where they lie: the same ones come to the same. */
type Folded = {
  readonly held: HeldStream | undefined
  readonly events: readonly Event[]
  readonly confirmed: Confirmed | null
}
const foldedLast = new WeakMap<Browser, Map<StreamId, Folded>>()

function readAgain(browser: Browser, stream: StreamId): Confirmed | null {
  const known = foldedLast.get(browser) ?? new Map<StreamId, Folded>()
  foldedLast.set(browser, known)
  const { held, events } = readPlain(browser, stream)
  const last = known.get(stream)
  const isSame = last !== undefined && areAlike(last.held, held) && areTheSame(last.events, events)
  const confirmed = isSame ? last.confirmed : readWhole(browser, stream)
  known.set(stream, { held, events, confirmed })
  return confirmed
}

function readPlain({ db }: Browser, stream: StreamId) {
  const script = function* () {
    return { held: yield* heldStream(stream), events: yield* eventsOf(stream, 0, Infinity) }
  }
  return db.answer({ do: 'transact', db: 'past', mode: 'r', script }) as Pick<Folded, 'held' | 'events'>
}

/** One that lies in a pack is put together anew each time. */
function areAlike(a: HeldStream | undefined, b: HeldStream | undefined): boolean {
  return a === b || (a?.from === b?.from && a?.carry === b?.carry && a?.hole === b?.hole)
}

function areTheSame(a: readonly Event[], b: readonly Event[]): boolean {
  return a.length === b.length && a.every((event, at) => event === b[at])
}

function checkScreen(world: World, browser: Browser, tab: SimTab, { confirmed, heard }: Device): void {
  const { db } = browser
  const log = tab.log!
  const who = `tab ${tab.number} of browser ${browser.number}`
  world.tally.count('screen compared')
  const isOpen = (row: Held) => row.command !== null && (row.refusal !== null || !heard.has(row.command.id))
  const rows = db.rows('commands').filter(isOpen)
  const stored = { ...log, past: { ...log.past, cursor: cursorOf(browser), hasHeard: (id: string) => heard.has(id) } }
  const hoped = Map.groupBy(
    rows.filter(row => row.refusal === null),
    row => row.stream
  )
  const looked = new Set<object>()
  for (const [stream, held] of [...confirmed, ...onlyHoped(browser, rows, confirmed)]) {
    const place = placed(stream, null)
    if (!place) continue
    const shown = (tab.live[place.table].all as ReadonlyMap<string, object>).get(place.id)
    if (shown) looked.add(shown)
    const pending = hoped.get(stream) ?? []
    if (pending.some(row => dependOnTime.has(row.command!.type) || row.command!.type.startsWith('inbox.'))) continue
    const expected =
      pending.length > 0 ? rowOf(stream, drawOver(stored, stream, held, pending)!.state) : confirmedRow(stream, held)
    if (!expected) continue
    const [is, should] = [shown, expected.row ?? undefined].map(row => row && textOf(row))
    const isAsItIs = is === should || (pending.length > 0 && withoutMoments(is) === withoutMoments(should))
    if (!isAsItIs) world.ledger.fault(`[P4] ${who} does not show ${stream} as it is: ${is} instead of ${should}`)
  }
  for (const table of rowTables) {
    for (const [id, row] of tab.live[table].all) {
      if (!looked.has(row)) world.ledger.fault(`[S2] ${who} shows ${table} ${id}, which is not on this device`)
    }
  }
  checkOutbox(
    world,
    who,
    tab,
    outboxEntries(rows, 0, new Map()).map(entry => `${entry.id} ${entry.refusal?.reason ?? ''}`)
  )
}

const texts = new WeakMap<object, string>()
const confirmedRows = new WeakMap<Confirmed, ReturnType<typeof rowOf>>()

/** Rows are made anew and never changed: each is gone through once. */
function textOf(row: object): string {
  const known = texts.get(row) ?? JSON.stringify(row)
  texts.set(row, known)
  return known
}

function confirmedRow(stream: StreamId, confirmed: Confirmed): ReturnType<typeof rowOf> {
  const row = confirmedRows.get(confirmed) ?? rowOf(stream, confirmed.state)
  confirmedRows.set(confirmed, row)
  return row
}

/** A card that somebody places begins as a hope: nothing of it is on the device yet. */
function onlyHoped(browser: Browser, rows: readonly Held[], confirmed: ReadonlyMap<StreamId, Confirmed>) {
  const streams = new Set(rows.filter(row => row.refusal === null && !confirmed.has(row.stream)).map(row => row.stream))
  return [...streams].flatMap(stream => {
    const nothing = readWhole(browser, stream)
    return nothing ? [[stream, nothing] as const] : []
  })
}

/** A hope of a clock that runs ahead happened when it was drawn. */
function withoutMoments(text: string | undefined): string | undefined {
  return text?.replace(/"(at|changedAt)":\d+/g, '')
}

function checkOutbox(world: World, who: string, tab: SimTab, expected: readonly string[]): void {
  const shown = tab.live.outbox.peek().map(entry => `${entry.id} ${entry.refusal?.reason ?? ''}`)
  if (shown.join() === expected.join()) return
  world.ledger.fault(
    `[T1] ${who} shows another outbox than the device has: ${shown.join()} instead of ${expected.join()}`
  )
}

function cursorOf({ db }: Browser) {
  const row = db.rows('meta').find(one => one.key === 'cursor')
  return row?.key === 'cursor' ? row : null
}
