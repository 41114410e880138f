import { rankAt, rankBetween } from '../../shared/workflow/rank.ts'
import { cardOf } from '../../shared/workflow/card-id.ts'
import { cycleUnderWay } from '../../shared/workflow/cycles.ts'
import type { Plan as WorkflowPlan, Stage } from '../../shared/workflow/plan.ts'
import { stageNow } from '../../shared/workflow/workflow.ts'
import type { Thread } from '../../shared/conversations/thread.ts'
import type { Wish } from '../../web/app/device.ts'
import type { CardRow } from '../../web/app/live.ts'
import type { SimTab } from './sim-tab.ts'
import { canary } from './world.ts'

export const workflowOf = (tenant: string) => `${tenant}-w`

/** Four stages; the second has a hard limit, so that people stand in each other's way. */
export function boardPlan(limit: number, takes: boolean): WorkflowPlan {
  return {
    name: `Board of ${limit}`,
    stages: [
      stage('new', 'incoming', null),
      stage('talk', 'working', limit),
      stage('wait', 'waiting', null),
      stage('won', 'won', null)
    ],
    transitions: null,
    fields: [{ key: 'order', name: 'Order' }],
    currency: 'EUR',
    reopening: { sameCycleDays: 1 },
    takes: { from: takes ? 'every-inbox' : 'nobody' }
  }
}

function stage(id: string, kind: Stage['kind'], limit: number | null): Stage {
  return {
    id,
    name: id,
    colour: 'grey',
    kind,
    limit: limit === null ? null : { cards: limit, hard: true },
    time: null,
    required: [],
    enter: 'agent',
    leave: 'agent'
  }
}

type Make = (card: CardRow, at: Stage, how: number, tab: SimTab) => Wish

/** Everybody wants something of the same few. */
const mostWanted = 3

/** Often into the stage that is soon full. */
const targets = ['talk', 'talk', 'talk', 'talk', 'wait', 'new', 'won'] as const

const kinds: readonly (readonly [upTo: number, make: Make])[] = [
  [74, move],
  [
    75,
    ({ card, workflow, rank }, { id }, how) => ({
      type: 'card.order',
      card,
      workflow,
      stage: id,
      rank: rankBetween(how % 2 === 0 ? null : rank, how % 2 === 0 ? rank : null)
    })
  ],
  [
    77,
    ({ card, workflow, status, rank, conversation }, { id }, how, tab) =>
      status === 'open'
        ? {
            type: 'card.close',
            card,
            workflow,
            from: id,
            outcome: how % 2 === 0 ? 'won' : 'done',
            reason: '',
            rank,
            ...heard(conversation, tab)
          }
        : { type: 'card.reopen', card, workflow, as: how % 2 === 0 ? 'same-cycle' : 'new-cycle', to: null, rank }
  ],
  [
    78,
    ({ card, workflow, inbox }, _, how, { browser: { me } }) => ({
      type: 'card.rename',
      card,
      workflow,
      title: `${canary(me.tenant, inbox)} card ${how}`
    })
  ],
  [
    79,
    ({ card, workflow, inbox }, _, how, { browser: { me } }) => ({
      type: 'card.set-field',
      card,
      workflow,
      key: 'order',
      value: `${canary(me.tenant, inbox)} ${how}`
    })
  ]
]

/** What somebody wants of a card that they see on the board. `null`: nothing is there to want it of. */
export function cardWish(tab: SimTab, what: number, where: number, how: number): Wish | null {
  const make = kinds.find(([upTo]) => what <= upTo)?.[1]
  const cards = [...tab.live.cards.all.values()].sort((a, b) => (a.card < b.card ? -1 : 1))
  const card = cards[where % Math.max(1, Math.min(cards.length, mostWanted))]
  const workflow = card && tab.live.workflows.all.get(card.workflow)
  const at = workflow && stageNow(workflow, card.stage)
  return make && card && at ? make(card, at, how, tab) : null
}

function move({ card, workflow, cycles, conversation }: CardRow, from: Stage, how: number, tab: SimTab): Wish {
  const to = targets[how % targets.length] ?? 'talk'
  const cycle = cycleUnderWay(cycles)
  const known = to === 'won' ? heard(conversation, tab) : {}
  return { type: 'card.move', card, workflow, from: from.id, to, rank: rankAt(tab.browser.now), cycle, ...known }
}

/** How many of the customer's messages whoever ends it has. */
function heard(conversation: string | null, { live }: SimTab): { readonly received?: number } {
  const thread = conversation === null ? undefined : live.threads.all.get(conversation)
  return thread ? { received: thread.received } : {}
}

/** Somebody puts a conversation on the board, where it may stand already. */
export function placing({ conversation }: Thread, how: number, { browser: { me, now } }: SimTab): Wish {
  const workflow = workflowOf(me.tenant)
  const of = { kind: 'conversation', conversation } as const
  const stages = [null, 'talk', 'wait']
  return {
    type: 'card.place',
    card: cardOf(workflow, conversation),
    workflow,
    of,
    title: null,
    stage: stages[how % stages.length] ?? null,
    rank: rankAt(now)
  }
}
