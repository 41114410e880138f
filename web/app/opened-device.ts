import type { ClientCommand } from '../../shared/catalog.ts'
import type { Conversation } from '../../shared/conversations/conversation.ts'
import type { Document } from '../log/document.ts'
import { isFull, type OutboxDb, type PastDb } from '../log/db.ts'
import { inTurn } from '../log/in-turn.ts'
import { causedBy } from '../log/packs.ts'
import type { RunScript } from '../log/run-script.ts'
import { decideHere } from '../sync/engine/decide-here.ts'
import { drawStream, type DeviceLog } from '../sync/engine/device-log.ts'
import { draftOf } from '../sync/engine/outbox.ts'
import type { Tabs } from '../sync/tabs.ts'
import { Connected } from './connect.ts'
import type { Device, Dispatched, Drafted, Found, Leaving, OpenConversation, Seen, Wish } from './device.ts'
import { DraftsHere } from './drafts-here.ts'
import type { Me } from './live.ts'
import type { OwnFiles } from './own-files.ts'
import { OpenPage } from './page.ts'
import type { Painter } from './painter.ts'
import { readInQuiet } from './read-in-quiet.ts'
import type { Sent } from './sent-under.ts'
import { watchFiles } from './watch-files.ts'
import { watchSettled } from './watch-settled.ts'
import type { World } from './world.ts'

type Opened = {
  readonly db: PastDb
  readonly outboxDb: OutboxDb
  readonly log: DeviceLog
  readonly painter: Painter
  readonly run: RunScript
  readonly name: string
  readonly tabs: Tabs
  newId(): string
}

/** One person's device, opened: what is wished, sought and written goes through here. */
export class OpenedDevice implements Device {
  readonly #me: Me
  readonly #world: World
  readonly #log: DeviceLog
  readonly #painter: Painter
  readonly #run: RunScript
  readonly #db: PastDb
  readonly #outboxDb: OutboxDb
  readonly #drafts: DraftsHere
  readonly #sync: Connected
  /** One after the other: what was wished first is decided first, and nobody decides over what is about to change. */
  readonly #deciding = inTurn()
  readonly #newId: () => string
  #givingBack = Promise.resolve()
  readonly #files: ReturnType<typeof watchFiles>
  /** None: its person has left. */
  readonly #stops: (() => void)[]

  constructor(me: Me, world: World, { db, outboxDb, log, painter, run, name, tabs, newId }: Opened) {
    this.#newId = newId
    this.#me = me
    this.#world = world
    this.#log = log
    this.#painter = painter
    this.#run = run
    this.#db = db
    this.#outboxDb = outboxDb
    const onTrouble = (error: unknown) => this.#trouble(error)
    const { now, shelf = null } = world
    this.#drafts = new DraftsHere({ name, db: outboxDb, past: db, shelf, now, onTrouble })
    const next = (work: () => Promise<void>) => {
      this.#givingBack = this.#givingBack.then(work).catch(onTrouble)
    }
    const sync = new Connected({
      ...world,
      name,
      tabs,
      log,
      painter,
      run,
      newClient: newId,
      isHere: conversation => world.live.threads.all.has(conversation),
      forgetTheirs: isHere => next(() => this.#drafts.forgetTheirs(isHere)),
      onErased: streams => void this.#drafts.forget(streams).catch(onTrouble),
      onTrouble,
      onWelcome: ({ tenantName, role }) => {
        const known = world.live.me.peek()
        if (known) world.live.me.value = { ...known, tenantName, role }
      }
    })
    this.#sync = sync
    const wake = () => {
      if (!world.isVisible()) void this.#drafts.flush()
      sync.wake()
    }
    this.#files = watchFiles({
      db: outboxDb,
      live: world.live,
      leads: () => sync.leads,
      changed: streams => sync.changed(streams),
      onTrouble
    })
    this.#stops = [
      readInQuiet(db, () => sync.leads && world.live.connection.peek().state !== 'catching-up', onTrouble),
      world.onWake(wake),
      world.onDoubt(() => sync.doubt()),
      watchSettled(world.live, () => next(() => this.#giveBack())),
      () => this.#files.stop()
    ]
  }

  async dispatch(wish: Wish, shared?: string): Promise<Dispatched> {
    const id = shared ?? this.#newId()
    const decide = () => this.#deciding(() => this.#run(decideHere(this.#log, wish, id, this.#world.now())))
    const decided = await this.#sync.makingRoom(decide).catch((error: unknown) => this.#trouble(error))
    if (!decided) return { accepted: false, refusal: { reason: 'not-stored' } }
    if (!decided.accepted) return decided
    const { command, stream, opposite } = decided
    // Another tab, or a colleague, has sent this draft a moment ago, and not with these words.
    if (shared !== undefined && !(await this.#isSaid(command)))
      return { accepted: false, refusal: { reason: 'already-sent' } }
    const draft = draftOf(command)
    if (draft) this.#drafts.drop(...draft)
    this.#world.live.storageTrouble.value = null
    // From here on the words are safe: a drawing that fails must not make anybody write them again.
    await this.#sync.changed([stream]).catch((error: unknown) => this.#trouble(error))
    const isSaid = draft !== null || command.type === 'conversation.reply'
    const undo = () => this.#undo(command.id, opposite)
    return { accepted: true, id: command.id, ...(opposite || isSaid ? { undo } : {}) }
  }

  async withdraw(id: string): Promise<ClientCommand | null> {
    const stream = this.#log.outbox.rows.find(row => row.command?.id === id)?.stream
    const command = await this.#run(this.#log.outbox.withdraw(id))
    if (command && stream) await this.#sync.changed([stream])
    return command
  }

  async discardRefused(id: string): Promise<void> {
    const stream = await this.#run(this.#log.outbox.discardRefused(id))
    if (stream) await this.#sync.changed([stream])
  }

  async seen(conversation: string): Promise<Seen> {
    const drawn = await this.#run(drawStream(this.#log, `conversation/${conversation}`))
    const state = drawn?.state as Conversation | undefined
    const others = state?.latest.find(message => message.by !== this.#me.agent)
    return { ofOthers: others?.message ?? null, ofCustomer: state?.lastReceived ?? null }
  }

  openConversation(conversation: string): OpenConversation {
    const stream = `conversation/${conversation}` as const
    return new OpenPage(stream, {
      db: this.#db,
      painter: this.#painter,
      agent: this.#me.agent,
      draw: () => this.#run(drawStream(this.#log, stream)),
      need: (of, before) => this.#sync.need(of, before),
      onTrouble: error => this.#trouble(error)
    })
  }

  readDraft(conversation: string, what: Drafted): Promise<string> {
    return this.#drafts.read(conversation, what)
  }

  writeDraft(conversation: string, what: Drafted, text: string): void {
    this.#drafts.write(conversation, what, text)
  }

  openDraft(conversation: string, document: Document): Promise<void> {
    return this.#drafts.open(conversation, document)
  }

  closeDraft(conversation: string, document: Document): Promise<void> {
    return this.#drafts.close(conversation, document)
  }

  async sentUnder(id: string): Promise<string | null> {
    const { sentUnder } = await import('./sent-under.ts')
    return sentUnder(this.#sent, id)
  }

  flushDrafts(): Promise<void> {
    return this.#drafts.flush()
  }

  bringAgain(): void {
    this.#files.again()
  }

  async ownFiles(): Promise<OwnFiles> {
    // Not needed for the first paint; the service worker keeps it for offline.
    const { openOwnFiles } = await import('./own-files.ts')
    return openOwnFiles(this.#outboxDb, this.#world.now)
  }

  async search(query: string, most: number): Promise<readonly Found[]> {
    // Not needed for the first paint; the service worker keeps it for offline.
    const { find } = await import('./find.ts')
    return find(this.#db, this.#world.live, query, most)
  }

  async unsent(): Promise<{ readonly commands: number; readonly drafts: number }> {
    return { drafts: await this.#drafts.unsent(), commands: this.#world.live.outbox.peek().length }
  }

  async close(how?: Leaving): Promise<void> {
    for (const stop of this.#stops.splice(0)) stop()
    await this.#givingBack
    await this.#drafts.leave()
    if (how === 'keep-unsent') await this.#drafts.forgetTheirs(() => false)
    await this.#sync.close()
    if (how === 'forget-everything') await this.#outboxDb.delete()
    if (how) await this.#db.delete()
    this.#db.close()
    this.#outboxDb.close()
  }

  readonly #sent: Sent = {
    waiting: id =>
      this.#log.outbox.rows.find(row => row.command?.id === id && row.refusal === null)?.command ?? undefined,
    recorded: async id => (await causedBy(this.#db, [id]))[0]?.fact
  }

  async #isSaid(command: ClientCommand): Promise<boolean> {
    const { isSaid } = await import('./sent-under.ts')
    return isSaid(this.#sent, command)
  }

  async #undo(id: string, opposite: Wish | null): Promise<boolean> {
    if (this.#stops.length === 0) return false
    if (await this.withdraw(id)) return true
    return opposite !== null && (await this.dispatch(opposite)).accepted
  }

  /** The tab that is looked at does it, because it also says so. */
  async #giveBack(): Promise<void> {
    if (!this.#world.isVisible()) return
    const given = await this.#drafts.giveBack((stream, before) => this.#sync.need(stream, before))
    if (given.length > 0) this.#world.live.givenBack.value = given
  }

  #trouble(error: unknown): void {
    if (isFull(error)) void this.#sync.giveUpFiles().catch(this.#world.report)
    this.#world.live.storageTrouble.value = { kind: isFull(error) ? 'full' : 'unavailable', at: this.#world.now() }
    this.#world.report(error)
  }
}
