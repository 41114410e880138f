import { refusalSentence } from '../../web/conversations/refusal-sentence.ts'
import { streamKind } from '../../shared/kernel/message.ts'
import { keyOf } from '../../sync-server/log/arrange.ts'
import { automationFaults } from './automation-rules.ts'
import type { Browser } from './browser.ts'
import { domainFaults } from './domain.ts'
import { checkTabs } from './screen.ts'
import { ServerLog } from './server-log.ts'
import { truthAt, viewerIn, visibleStreams } from './truth.ts'
import { canaries, type World } from './world.ts'

/** What must be true when everything has come to rest. */
export function finalFaults(world: World): void {
  const { server } = world
  if (!server) return world.ledger.fault('the server is not there at the end')
  checkTabs(world)
  checkCommands(world)
  checkReceived(world)
  for (const browser of world.browsers) checkHoldings(world, browser)
  domainFaults(world)
  if (server.followers) automationFaults(world)
  checkRebuilt(world)
}

/** [P2] Nobody's command is lost, done twice, or refused without a word. */
function checkCommands(world: World): void {
  const { ledger, server, browsers, tally } = world
  const byCause = new Map<string, number[]>()
  for (const [, events] of server!.log.events) {
    for (const { fact, seq } of events) byCause.set(fact.cause, [...(byCause.get(fact.cause) ?? []), seq])
  }
  for (const [id, entry] of ledger.entries) {
    const { command, browser, withdrawn, isHandled, discarded, forgiven, wasRefused } = entry
    const { me } = browser
    const seqs = byCause.get(id) ?? []
    const what = `${command.type} ${id} of browser ${browser.number} (${me.agent})`
    if (seqs.some((seq, at) => at > 0 && seq !== seqs[at - 1]! + 1)) ledger.fault(`[P2] ${what} was done twice`)
    if (withdrawn) {
      // A twin of the profile may have sent what this one took back.
      if (seqs.length > 0 && !browser.hasTwin) ledger.fault(`${what} was taken back, and done`)
      continue
    }
    if (seqs.length > 0 || isHandled || discarded || forgiven) continue
    if (server!.workspace(me.tenant).agent(me.agent)?.status !== 'active') continue
    const acks = acksOf(world, me.tenant, id)
    // A server that was restored twice may know nothing of what it refused; its author does, or the twin that asked again.
    const twins = browser.hasTwin ? browsers.filter(one => one.hasTwin && one.me.agent === me.agent) : []
    const isTold = [browser, ...twins].some(one =>
      one.db.rows('commands').some(row => row.command?.id === id && row.refusal)
    )
    if (isTold) continue
    // Nor does its author, of a mark: that refusal is nothing to anybody.
    if (command.type === 'conversation.mark-read' && wasRefused) continue
    if (acks.length === 0) ledger.fault(`[P2] ${what} is lost`)
    else if (acks.some(ack => ack.refusal === null)) tally.count('accepted without a fact')
    else if (command.type !== 'conversation.mark-read') {
      ledger.fault(`${what} was refused (${acks[0]!.refusal?.reason}), and nobody is told`)
    }
  }
  for (const browser of browsers) for (const tab of browser.tabs) checkRefusals(world, browser, tab.live.outbox.peek())
  for (const browser of browsers) checkTold(world, browser)
}

function acksOf(world: World, tenant: string, command: string) {
  const { disk } = world
  return disk.groups.flatMap(group => group.acks.filter(ack => ack.tenant === tenant && ack.command === command))
}

function checkRefusals(
  { ledger, tally }: World,
  browser: Browser,
  shown: readonly { readonly refusal: Parameters<typeof refusalSentence>[0] | null; readonly id: string }[]
): void {
  for (const { refusal, id } of shown) {
    if (!refusal) continue
    tally.count(`refused: ${refusal.reason}`)
    const sentence = refusalSentence(refusal, { now: browser.now, nameOf: agent => agent })
    if (sentence.trim() === '') ledger.fault(`the refusal of ${id} has no words`)
  }
}

/** Whatever was refused on this device is before the eyes of whoever opens it. */
function checkTold({ ledger }: World, browser: Browser): void {
  for (const { command, refusal } of browser.db.rows('commands')) {
    if (!command || !refusal || command.type === 'conversation.mark-read') continue
    const isShown = browser.tabs.every(tab =>
      tab.live.outbox.peek().some(entry => entry.id === command.id && entry.refusal)
    )
    if (!isShown)
      ledger.fault(`${command.type} ${command.id} was refused, and browser ${browser.number} does not show it`)
  }
}

function checkReceived({ ledger, server }: World): void {
  for (const [id, { tenant, stream, forgiven }] of ledger.received) {
    const times = server!.log
      .stream(tenant, stream)
      .filter(({ fact }) => fact.cause === id && fact.type === 'conversation.message-received').length
    if (times > 1) ledger.fault(`the customer's message ${id} stands ${times} times in the log`)
    if (times === 0 && !forgiven) ledger.fault(`the customer's message ${id} was answered with 200, and is lost`)
  }
}

/** [S1] A device holds what its person may see, all that is hot of it, and nothing else. */
function checkHoldings(world: World, browser: Browser): void {
  const { db, me } = browser
  const { server, ledger } = world
  const viewer = viewerIn(server!, me.tenant, me.agent)
  if (!viewer) return
  const who = `browser ${browser.number} (${me.agent})`
  for (const name of ['events', 'threads', 'contacts', 'cards', 'streams', 'packs', 'packedRows'] as const) {
    for (const row of db.rows(name)) {
      for (const [, of, inbox] of JSON.stringify(row).matchAll(canaries)) {
        if (of === me.tenant && viewer.sees(`inbox:${inbox}`)) continue
        ledger.fault(`[S2] ${who} still holds something of ${of}:${inbox} in ${name}`)
      }
    }
  }
  const held = db.streams
  const holes = db.rows('streams').filter(row => row.hole)
  if (holes.length > 0) ledger.fault(`${who} still lacks the beginning of ${holes.map(row => row.stream).join()}`)
  const contacts = new Set(db.threads.map(row => `contact/${row.contact}`))
  for (const stream of visibleStreams(server!.log, me.tenant, viewer)) {
    // Somebody who has not written yet is met, and of no use to anybody.
    const isWanted = streamKind(stream) !== 'contact' || contacts.has(stream)
    if (isWanted && !held.has(stream)) ledger.fault(`[S1] ${who} does not hold ${stream}`)
  }
}

/** Read again from the disk, twice, everything comes out the same. */
function checkRebuilt(world: World): void {
  const { server, disk, clock, chance, tally, ledger } = world
  const again = new ServerLog(disk, clock, chance, tally)
  for (const [key, events] of server!.log.streams) {
    const [tenant, stream] = JSON.parse(key) as [string, `${string}/${string}`]
    if (keyOf(tenant, stream) !== key) continue
    if (again.stream(tenant, stream).length !== events.length) ledger.fault(`${stream} is not read again as it was`)
    const [before, after] = [server!.log, again].map(log => truthAt(log, tenant, stream, events.length))
    if (before !== after) ledger.fault(`${stream} is not the same when it is read again`)
  }
}
