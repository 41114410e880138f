import { streamKey, streamKind } from '../../shared/kernel/message.ts'
import { movesRuns } from '../../shared/sla/content.ts'
import type { Actors } from '../actors/actors.ts'
import type { Follow } from '../log/follow.ts'
import type { Batch } from '../log/recorded.ts'
import type { Clocks } from './clocks.ts'
import { look, type LookParts } from './look.ts'

/** Timers lose count over days and sleeping machines: look at the clock at least this often. */
const longestNapMs = 60_000
const afterFailureMs = 5000
/** A target is minutes away at least. */
const gatherMs = 500

type Parts = {
  readonly actors: Pick<Actors, 'tell' | 'state'>
  readonly clocks: Clocks
  readonly follow: Pick<Follow, 'follower'>
  readonly roster: LookParts['roster']
  readonly report: (error: unknown) => void
  readonly now?: () => number
}

export type SlaWatch = {
  /** Resolves when everything committed up to this call was judged. */
  caughtUp(): Promise<void>
  stop(): Promise<void>
}

/**
 * Says in the log for what a customer has waited too long, or soon will have: once for each wait, also when it ran out
 * while the server was down.
 */
export function whenTargetIsMissed({ actors, clocks, follow, roster, report, now = Date.now }: Parts): SlaWatch {
  const parts = { actors, clocks, roster, now }
  let timer: NodeJS.Timeout | undefined
  let working: Promise<void> = Promise.resolve()
  let stopped = false

  const nap = (ms: number) => {
    clearTimeout(timer)
    if (!stopped) timer = setTimeout(ring, Math.max(0, Math.min(ms, longestNapMs)))
  }
  const rest = async () => nap(((await clocks.next()) ?? Infinity) - now())
  /** One after the other, so that nobody writes down what they saw before somebody who saw more. */
  const inTurn = (work: () => Promise<void>) => {
    const done = working.then(work)
    working = done.catch(() => undefined)
    return done
  }
  const ring = () => {
    inTurn(lookAtDue).catch((error: unknown) => {
      report(error)
      nap(afterFailureMs)
    })
  }
  const dueNow = async () => (stopped ? [] : clocks.dueBy(now()))
  async function lookAtDue(): Promise<void> {
    for (let due = await dueNow(); due.length > 0; due = await dueNow()) {
      for (const [tenant, ofTenant] of Map.groupBy(due, one => one.tenant))
        await look(parts, tenant, new Set(ofTenant.map(one => one.conversation)))
    }
    await rest()
  }

  const follower = follow.follower(
    'sla',
    async ({ tenant, events }) => {
      const { conversations, cards, inboxes, workflows } = movedBy(events)
      if (conversations.size + cards.size + inboxes.size + workflows.size === 0) return
      await inTurn(async () => {
        const theirs = await conversationsOf(actors, tenant, cards)
        await look(parts, tenant, new Set([...conversations, ...theirs]))
        await clocks.lookAtAll(tenant, [...inboxes])
        if (await doAim(actors, tenant, workflows)) await clocks.lookEverywhere(tenant)
        await rest()
      })
    },
    gatherMs
  )
  ring()
  return {
    caughtUp: () => follower.caughtUp(),
    async stop() {
      await follower.stop()
      stopped = true
      clearTimeout(timer)
      await working
    }
  }
}

/** Whose targets, or clocks, these may have moved. Most of what happens moves none. */
function movedBy(events: Batch['events']) {
  const of = (kind: string, which?: ReadonlySet<string>) =>
    new Set(
      events.flatMap(({ stream, fact: { type } }) =>
        streamKind(stream) === kind && (which?.has(type) ?? true) ? [streamKey(stream)] : []
      )
    )
  return {
    conversations: of('conversation', movesRuns),
    cards: of('card', openOrClose),
    inboxes: of('inbox'),
    workflows: of('workflow')
  }
}

/** Where in its workflow a card is makes no difference: its targets count while it is open. */
const openOrClose = new Set(['card.placed', 'card.closed', 'card.reopened', 'card.cycle-opened'])

async function conversationsOf(
  actors: Parts['actors'],
  tenant: string,
  cards: ReadonlySet<string>
): Promise<readonly string[]> {
  const states = await Promise.all([...cards].map(one => actors.state(tenant, 'card', one)))
  return states.flatMap(({ conversation }) => (conversation === null ? [] : [conversation]))
}

async function doAim(actors: Parts['actors'], tenant: string, workflows: ReadonlySet<string>): Promise<boolean> {
  const states = await Promise.all([...workflows].map(one => actors.state(tenant, 'workflow', one)))
  return states.some(({ aims }) => aims !== undefined)
}
