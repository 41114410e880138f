import type { AnyCommand } from '../../shared/catalog.ts'
import { dayMs } from '../../shared/kernel/day.ts'
import type { Automation } from '../../shared/automation/automation.ts'
import type { Me } from '../../web/app/live.ts'
import { automating, changed, rulesOf } from './automations.ts'
import { Browser } from './browser.ts'
import { Edge } from './edge.ts'
import { finalFaults } from './final.ts'
import { fewWords, leaveOpen } from './left-open.ts'
import { isDrained, whatWaits } from './drained.ts'
import { boardPlan, workflowOf } from './boards.ts'
import { changeNetwork, changeTab, copyProfile, healBrowser, loseDatabase } from './mishaps.ts'
import { firstTakenBack, isClaim, lastTakenBack, wishOf } from './people.ts'
import type { Plan, Step } from './plan.ts'
import { checkTabs } from './screen.ts'
import { World } from './world.ts'

export type Run = {
  readonly faults: readonly string[]
  readonly counts: Readonly<Record<string, number>>
  readonly clientHours: number
  readonly steps: number
  /** The same for the same plan, or something here is not told by its seed. */
  readonly trace: string
}

/** After the last fault everything is where it belongs within this time, or it is stuck. */
const drainsWithinMs = 10 * 60_000

export async function run(plan: Plan): Promise<Run> {
  const simulation = new Simulation(plan)
  await simulation.live()
  return simulation.end()
}

class Simulation {
  readonly #plan: Plan
  readonly #world: World
  readonly #edge: Edge
  readonly #inboxes: string[][] = []
  #told = new Map<string, number>()
  #clientMs = 0

  constructor(plan: Plan) {
    this.#plan = plan
    this.#world = new World(
      plan.chance,
      plan.tenants.some(({ automations }) => automations !== undefined)
    )
    this.#edge = new Edge(this.#world)
  }

  async live(): Promise<void> {
    await this.#found()
    await this.#pass(3000)
    for (const step of this.#plan.steps) {
      await this.#step(step)
      if (this.#world.ledger.faults.length > 0) return
    }
    this.#heal()
    await this.#drain()
    const { openMinutes = 0 } = this.#plan
    if (openMinutes === 0 || this.#world.ledger.faults.length > 0) return
    const pass = (ms: number, sliceMs?: number) => this.#pass(ms, sliceMs)
    await leaveOpen(this.#world, openMinutes, pass, this.#inboxes, (t, inbox) => this.#customer(t, inbox, fewWords))
    await this.#drain()
  }

  end(): Run {
    const { ledger, tally, clock } = this.#world
    if (ledger.faults.length === 0) finalFaults(this.#world)
    const state = this.#world.disk.groups.map(group => [...group.tenants.values()].map(({ hash }) => hash).join())
    return {
      faults: ledger.faults,
      counts: tally.counts,
      clientHours: this.#clientMs / 3_600_000,
      steps: clock.steps,
      trace: `${clock.steps} ${clock.now} ${state.length} ${state.at(-1) ?? ''} ${JSON.stringify(tally.counts)}`
    }
  }

  /** The workspaces, before anybody connects. */
  async #found(): Promise<void> {
    for (const [t, plan] of this.#plan.tenants.entries()) {
      const tenant = `t${t}`
      const tell = async (command: object) => {
        const id = `found-${tenant}-${this.#world.clock.steps}-${Object.values(command)
          .join('-')
          .replace(/[^\w-]/g, '')}`
        this.#report(tenant, { id, at: this.#world.clock.now, ...command } as AnyCommand)
        await this.#world.clock.pass(50)
      }
      await tell({ type: 'tenant.found', tenant, name: tenant })
      const inboxes = Array.from({ length: plan.inboxes }, (_, i) => `${tenant}-i${i}`)
      this.#inboxes.push(inboxes)
      for (const [i, inbox] of inboxes.entries()) {
        await tell({ type: 'inbox.connect', inbox, platform: i === 0 ? 'webchat' : 'whatsapp', name: `Inbox ${i}` })
      }
      for (const [a, { role, inboxes: works }] of plan.agents.entries()) {
        const agent = `${tenant}-a${a}`
        await tell({ type: 'agent.join', agent, name: `Agent ${a}`, email: `a${a}@${tenant}.test`, role })
        for (const [i, inbox] of inboxes.entries())
          if ((works >> i) & 1) await tell({ type: 'inbox.add-member', inbox, agent })
      }
      if (plan.board) await this.#publish(tenant, plan.board.limit, plan.board.takes)
      for (const command of automating(tenant, inboxes, plan.automations ?? 0)) await tell(command)
      for (const inbox of inboxes)
        this.#customer(t, inbox, { do: 'customer', tenant: 0, inbox: 0, who: 0, size: 1, repeats: 0 })
      await this.#pass(200)
      for (const { agent: a, tabs, hasLocks } of plan.browsers) {
        const at = a % plan.agents.length
        const { role } = plan.agents[at]!
        const me: Me = { tenant, tenantName: tenant, agent: `${tenant}-a${at}`, name: `Agent ${at}`, role }
        const browser = new Browser(this.#world, this.#world.browsers.length, me, hasLocks)
        this.#world.browsers.push(browser)
        for (let tab = 0; tab < tabs; tab++) browser.openTab(tab === 0)
      }
    }
    this.#world.backUp()
  }

  /** An edit of the board: another limit, and who was about to be let in stands before a door that is shut. */
  async #publish(tenant: string, limit: number, takes: boolean): Promise<void> {
    const { clock, server, tally } = this.#world
    const workflow = workflowOf(tenant)
    const onVersion = server?.versionOf(tenant, workflow) ?? 0
    if (onVersion > 0) tally.count('board published')
    const id = `publish-${clock.steps}-${clock.now}`
    const plan = boardPlan(limit, takes)
    this.#report(tenant, { type: 'workflow.publish', id, at: clock.now, workflow, onVersion, plan, moved: [] })
    await clock.pass(50)
  }

  #report(tenant: string, command: AnyCommand): void {
    this.#world.server?.report(tenant, command, 'system', () => {})
  }

  async #pass(ms: number, sliceMs?: number): Promise<void> {
    const { clock, browsers, tally } = this.#world
    // In slices, so that what the server's other parts do follows the log closely enough.
    for (let left = ms; left > 0;) {
      const slice = Math.min(left, sliceMs ?? (left > 700_000 ? 600_000 : 1000))
      await clock.pass(slice)
      left -= slice
      this.#clientMs += slice * browsers.filter(browser => browser.tabs.length > 0).length
      if (clock.now % dayMs < slice) tally.count('day boundary')
      this.#react()
    }
  }

  /** The sender and the alarm clock, which follow the log. */
  #react(): void {
    const { server } = this.#world
    if (!server) return
    for (const [tenant, events] of server.log.events) {
      const told = Math.min(this.#told.get(tenant) ?? 0, events.length)
      if (events.length > told) this.#edge.carryOut(tenant, events.slice(told))
      this.#told.set(tenant, events.length)
    }
  }

  #browser(at: number): Browser {
    const { browsers } = this.#world
    return browsers[at % browsers.length]!
  }

  #customer(t: number, inbox: string, step: Extract<Step, { do: 'customer' }>): string {
    const platform = inbox.endsWith('i0') ? 'webchat' : 'whatsapp'
    return this.#edge.customer(`t${t}`, inbox, platform, step)
  }

  async #step(step: Step): Promise<void> {
    const { tally } = this.#world
    switch (step.do) {
      case 'wait': {
        await this.#pass(step.ms)
        return checkTabs(this.#world)
      }
      case 'night':
        return this.#night(step.hours)
      case 'wish':
        this.#wish(step)
        // Of two who look for work at the same moment, one comes too late.
        if (isClaim(step)) this.#wish({ ...step, browser: step.browser + 1 })
        return
      case 'customer': {
        const t = step.tenant % this.#inboxes.length
        const inboxes = this.#inboxes[t]!
        this.#customer(t, inboxes[step.inbox % inboxes.length]!, step)
        return
      }
      case 'network':
        return changeNetwork(this.#world, this.#browser(step.browser), step.network)
      case 'cut': {
        tally.count(
          ['cut, both notice', 'cut, nobody notices', 'cut, the server notices', 'cut, the device notices'][
            step.noticed
          ]!
        )
        const noticed = ([['up', 'down'], [], ['up'], ['down']] as const)[step.noticed]!
        return this.#browser(step.browser).cut(...noticed)
      }
      case 'tab':
        return changeTab(this.#world, this.#browser(step.browser), step.tab, step.what)
      case 'crash soon':
        this.#browser(step.browser).crashAfter = step.after
        return
      case 'power':
        tally.count('device lost power')
        this.#browser(step.browser).crash()
        return
      case 'skew':
        tally.count(step.ms < 0 ? 'clock jumped back' : 'clock jumped ahead')
        this.#browser(step.browser).skewMs = step.ms
        this.#browser(step.browser).hasJumped = true
        return
      case 'full':
        if (step.isFull) tally.count('quota exceeded')
        this.#browser(step.browser).db.isFull = step.isFull
        return
      case 'lose':
        return loseDatabase(this.#world, this.#browser(step.browser), step.db)
      case 'clone':
        return copyProfile(this.#world, this.#browser(step.browser))
      case 'server':
        return this.#server(step)
      case 'rights':
        return this.#rights(step)
      case 'board': {
        const t = step.tenant % this.#inboxes.length
        const { board } = this.#plan.tenants[t]!
        if (board) await this.#publish(`t${t}`, step.limit, board.takes)
        return
      }
      case 'crash server':
        return this.#world.crashServer(step.after, Math.min(step.ms, 120_000))
      case 'automation':
        return this.#automation(step)
      case 'heal':
        return healBrowser(this.#browser(step.browser))
    }
  }

  #automation({ tenant, which, what }: Extract<Step, { do: 'automation' }>): void {
    const t = tenant % this.#inboxes.length
    const rules = rulesOf(`t${t}`, this.#plan.tenants[t]!.automations ?? 0)
    const { clock, server, tally } = this.#world
    const [automation] = rules[which % Math.max(1, rules.length)] ?? []
    const now = automation && server?.actors.state(`t${t}`, `automation/${automation}`)
    const wanted = now && changed(automation, now as Automation, what)
    if (!wanted) return
    tally.count('automation changed')
    this.#report(`t${t}`, { ...wanted, id: `edit-${clock.steps}-${clock.now}`, at: clock.now } as AnyCommand)
  }

  async #night(hours: number): Promise<void> {
    const { browsers, tally } = this.#world
    tally.count(hours > 7 * 24 ? 'away for more than a week' : hours > 24 ? 'away for more than a day' : 'night')
    const tabs = browsers.map(browser => browser.tabs.length)
    for (const browser of browsers) browser.crash()
    for (let hour = 0; hour < hours; hour++) await this.#pass(3_600_000)
    for (const [at, browser] of browsers.entries()) {
      for (let tab = 0; tab < Math.max(1, tabs[at]!); tab++) browser.openTab(tab === 0)
    }
  }

  #wish(step: Extract<Step, { do: 'wish' }>): void {
    const browser = this.#browser(step.browser)
    const tab = browser.tabs[step.tab % Math.max(1, browser.tabs.length)]
    if (!tab || tab.isFrozen) return
    const { ledger, tally } = this.#world
    if (step.what >= firstTakenBack && step.what <= lastTakenBack) return this.#takeBack(step)
    tab.wish(wishOf(tab, step), decided => {
      if (decided && !decided.accepted) tally.count(`refused here: ${decided.refusal.reason}`)
      if (!decided?.accepted) return
      const { command, stream } = decided
      // What is so already needs no command.
      if (!browser.db.rows('commands').some(row => row.command?.id === command.id)) return tally.count('nothing to do')
      tally.count(`wish: ${command.type}`)
      if (browser.network !== 'good') tally.count('written offline')
      const at = this.#world.clock.now
      ledger.entries.set(command.id, {
        command,
        stream,
        browser,
        at,
        withdrawn: false,
        isHandled: false,
        discarded: false,
        forgiven: false,
        wasRefused: false
      })
    })
  }

  /** Somebody takes back what waits, throws away what was refused, or wants to see what was before. */
  #takeBack({ browser: at, tab: which, what, how }: Extract<Step, { do: 'wish' }>): void {
    const browser = this.#browser(at)
    const tab = browser.tabs[which % Math.max(1, browser.tabs.length)]!
    const { ledger, tally } = this.#world
    const entries = tab.live.outbox.peek().filter(entry => (entry.state === 'refused') === (what === 59))
    const entry = entries[how % Math.max(1, entries.length)]
    if (what === 60) {
      const [stream] = [...tab.live.threads.all.keys()].slice(how % Math.max(1, tab.live.threads.all.size))
      if (stream) tab.hand((engine, _log) => (engine.need(`conversation/${stream}`, 9), none()))
      return
    }
    if (!entry) return
    tab.hand((engine, log) => {
      return (function* () {
        const tried = ledger.entries.get(entry.id)
        if (tried) tried.isHandled = true
        if (what === 59) {
          const stream = yield* log.outbox.discardRefused(entry.id)
          if (!stream) return
          const known = ledger.entries.get(entry.id)
          if (known) known.discarded = true
          tally.count('refused words thrown away')
          return yield* engine.changed([stream])
        }
        const command = yield* log.outbox.withdraw(entry.id)
        if (!command) return tally.count('too late to withdraw')
        const known = ledger.entries.get(command.id)
        if (known) known.withdrawn = true
        tally.count('withdrawn')
        yield* engine.changed([known?.stream ?? 'conversation/none'])
      })()
    })
  }

  async #server({ what, ms }: Extract<Step, { do: 'server' }>): Promise<void> {
    const world = this.#world
    if (what <= 3) {
      if (world.server) world.tally.count('server killed')
      world.stopServer()
      await this.#pass(Math.min(ms, 120_000))
      return world.startServer()
    }
    if (what <= 5) return world.backUp()
    if (what === 6) {
      if (world.restore(ms)) world.tally.count('older backup restored')
      await this.#pass(Math.min(ms, 60_000))
      return world.startServer()
    }
    if (what === 7) {
      world.stopServer()
      return
    }
    world.startServer()
  }

  #rights({ tenant, agent, inbox, what }: Extract<Step, { do: 'rights' }>): void {
    const t = tenant % this.#inboxes.length
    const inboxes = this.#inboxes[t]!
    const id = `rights-${this.#world.clock.steps}-${this.#world.clock.now}`
    const base = { id, at: this.#world.clock.now }
    const who = `t${t}-a${agent % this.#plan.tenants[t]!.agents.length}`
    const where = inboxes[inbox % inboxes.length]!
    const browser = this.#world.browsers.find(one => one.me.agent === who)
    if (browser && browser.network !== 'good' && what % 5 < 2)
      this.#world.tally.count('permission revoked while offline')
    const commands = [
      { ...base, type: 'inbox.remove-member', inbox: where, agent: who },
      { ...base, type: 'inbox.remove-member', inbox: where, agent: who },
      { ...base, type: 'inbox.add-member', inbox: where, agent: who },
      { ...base, type: 'inbox.add-member', inbox: where, agent: who },
      { ...base, type: 'agent.change-role', agent: who, role: (['agent', 'supervisor', 'admin'] as const)[what % 3]! }
    ]
    this.#report(`t${t}`, commands[what % 5]! as AnyCommand)
    this.#world.tally.count('rights changed')
  }

  /** No fault from here on. */
  #heal(): void {
    this.#world.crashServer(0, 0)
    this.#world.startServer()
    for (const browser of this.#world.browsers) {
      healBrowser(browser)
      if (!browser.tabs.some(tab => tab.isVisible)) browser.openTab()
    }
  }

  async #drain(): Promise<void> {
    const { browsers, ledger } = this.#world
    const areFollowersDone = () => this.#world.server?.followers?.isAtRest ?? true
    let waiting = browsers
    for (let ms = 0; ms < drainsWithinMs; ms += 1000) {
      await this.#pass(1000)
      waiting = waiting.filter(browser => !isDrained(this.#world, browser))
      if (waiting.length > 0 || ms <= 65_000 || !areFollowersDone()) continue
      // All at one moment: what a platform brings late is on its way again to those who had everything.
      waiting = browsers.filter(browser => !isDrained(this.#world, browser))
      if (waiting.length === 0) return
    }
    if (!areFollowersDone()) ledger.fault('[R2] after ten good minutes the server’s followers are not done')
    for (const browser of waiting) ledger.fault(`[R2] after ten good minutes ${whatWaits(this.#world, browser)}`)
  }
}

function* none() {}
