import fc from 'fast-check'
import type { Condition, Rule, Step, When } from '../../shared/automation/content.ts'
import { cardOf } from '../../shared/workflow/card-id.ts'
import { plan, stage } from '../workflow/story.ts'
import type { Workshop } from './workshop.ts'

const labels = fc.constantFrom('a', 'b')
const stages = fc.constantFrom('new', 'talk', 'offer')
const eur = (minor: number) => ({ minor, currency: 'EUR' })
const amounts = fc.constantFrom(500, 1000, 1500).map(eur)
const workflow = fc.constant('w')
const inStage = { workflow, stage: stages }
const on = <T extends string>(kind: T) => fc.constant(kind)
/** One of each kind that something may happen by. */
const kinds: readonly fc.Arbitrary<When>[] = [
  fc.record({ on: on('message-received') }),
  fc.record({ on: on('opened') }),
  fc.record({ on: on('resolved') }),
  fc.record({ on: on('woken') }),
  fc.record({ on: on('labelled'), label: labels }),
  fc.record({ on: on('card-entered'), ...inStage }),
  fc.record({ on: on('card-left'), ...inStage }),
  fc.record({ on: on('value-above'), workflow, value: amounts })
]
const waited = fc.record({ on: on('waited'), minutes: fc.constantFrom(5, 30) })

const not = { not: fc.constant(true as const) }
const sometimesNot = <T extends object>(one: fc.Arbitrary<T>) =>
  fc.oneof(
    one,
    fc.tuple(one, fc.record(not)).map(([bare, no]) => ({ ...bare, ...no }))
  )

export const conditions: fc.Arbitrary<Condition> = sometimesNot(
  fc.oneof(
    fc.record({ is: fc.constant('label'), label: labels }),
    fc.record({ is: fc.constant('text'), words: fc.constantFrom('refund', 'HELLO') }),
    fc.record({ is: fc.constant('priority'), priority: fc.constantFrom('none', 'high') }),
    fc.record({ is: fc.constant('assignee'), agent: fc.constantFrom(null, 'ben') }),
    fc.record({ is: fc.constant('in-stage'), ...inStage }),
    fc.record({ is: fc.constant('value-above'), workflow, value: amounts })
  )
)
export const lines = fc.array(fc.array(conditions, { minLength: 1, maxLength: 2 }), { maxLength: 2 })

const note: Step = { do: 'note', text: 'Look at this' }
/** Nothing here is ever refused where there is a conversation, so what is not done is missing. */
const steps: fc.Arbitrary<Step> = fc.oneof(
  fc.constant(note),
  fc.record({ do: fc.constantFrom('label', 'unlabel'), label: labels }),
  fc.record({ do: fc.constant('prioritise'), priority: fc.constantFrom('none', 'high') }),
  fc.constant({ do: 'hand-back' } as const)
)

const named = (when: fc.Arbitrary<When>, then: fc.Arbitrary<Step[]>): fc.Arbitrary<Rule> =>
  fc.record({ name: fc.constant('One'), order: fc.constantFrom(1, 2), when, if: lines, then })

export const rules = named(fc.oneof(...kinds), fc.array(steps, { minLength: 1, maxLength: 3 }))
/** Two that begin each other, for ever if nobody stopped them. */
export const circle: readonly Rule[] = ['a', 'b'].map((label, at, [a, b]) => ({
  name: 'Turn',
  order: 3,
  when: { on: 'labelled', label },
  if: [],
  then: [
    { do: 'unlabel', label },
    { do: 'label', label: at === 0 ? b! : a! }
  ]
}))

/** There is no such card, so nothing is changed by it that anybody could ask about. */
const nothing: Step = { do: 'move-card', workflow: 'nowhere', stage: 'nowhere' }

/** They act, and what they do changes nothing: not for themselves, and not for each other. */
export const quietRules = fc.tuple(...[...kinds, waited].map(when => named(when, fc.constant([nothing]))))

const conversation = fc.constantFrom('c1', 'c2')
/** That of a conversation, or one that stands for its contact alone. */
const card = fc.constantFrom(cardOf('w', 'c1'), cardOf('w', 'c2'), 'alone')

export type Happening =
  | { readonly is: 'writes'; c: string; text: string }
  | { readonly is: 'labels' | 'unlabels'; c: string; l: string }
  | { readonly is: 'resolves' | 'reopens' | 'replies' | 'places' | 'snoozes' | 'wakes'; c: string }
  | { readonly is: 'gives'; c: string; to: string | null }
  | { readonly is: 'moves'; k: string; from: string; to: string }
  | { readonly is: 'values'; k: string; value: { minor: number; currency: string } }
  | { readonly is: 'time goes by'; minutes: number }

export const happenings: fc.Arbitrary<Happening> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      is: fc.constant('writes'),
      c: conversation,
      text: fc.constantFrom('A refund', 'hello there', 'Hello, refund', 'And?')
    })
  },
  {
    weight: 5,
    arbitrary: fc.record({ is: fc.constantFrom('labels', 'labels', 'unlabels'), c: conversation, l: labels })
  },
  {
    weight: 8,
    arbitrary: fc.record({
      is: fc.constantFrom('resolves', 'resolves', 'reopens', 'replies', 'places', 'snoozes', 'wakes', 'wakes', 'wakes'),
      c: conversation
    })
  },
  { weight: 2, arbitrary: fc.record({ is: fc.constant('gives'), c: conversation, to: fc.constantFrom(null, 'ben') }) },
  { weight: 5, arbitrary: fc.record({ is: fc.constant('moves'), k: card, from: stages, to: stages }) },
  { weight: 3, arbitrary: fc.record({ is: fc.constant('values'), k: card, value: amounts }) },
  {
    weight: 2,
    arbitrary: fc.record({ is: fc.constant('time goes by'), minutes: fc.constantFrom(1, 6, 31, 70) })
  }
)

/** Without these hardly anything else could happen. */
export const first: readonly Happening[] = [
  { is: 'writes', c: 'c1', text: 'hello' },
  { is: 'writes', c: 'c2', text: 'A refund' },
  { is: 'places', c: 'c1' },
  { is: 'places', c: 'c2' }
]

/** A shop with a board on which nothing is refused for want of room or of a value. */
export async function begun(shop: Workshop): Promise<void> {
  await shop.founded()
  const open = {
    ...plan,
    stages: [stage('new', 'incoming'), stage('talk', 'working'), stage('offer', 'waiting'), ...plan.stages.slice(3)]
  }
  await shop.tell({ type: 'workflow.publish', workflow: 'w', onVersion: 0, plan: open, moved: [] })
}

/** Does it, or is refused: an empty shelf is a happening too. */
export async function happen(shop: Workshop, happening: Happening): Promise<void> {
  const rank = 'm'
  // Nothing happens in the same moment as anything else.
  shop.clock += 1000
  switch (happening.is) {
    case 'writes':
      return void (await shop.writes(happening.c, happening.text))
    case 'labels':
    case 'unlabels': {
      const type = happening.is === 'labels' ? 'conversation.label' : 'conversation.unlabel'
      return void (await shop.tell({ type, conversation: happening.c, label: happening.l }))
    }
    case 'resolves': {
      const { lastReceived: seen } = await shop.of(happening.c)
      return void (await shop.tell({ type: 'conversation.resolve', conversation: happening.c, seen }))
    }
    case 'reopens':
      return void (await shop.tell({ type: 'conversation.reopen', conversation: happening.c }))
    case 'snoozes': {
      const { lastReceived: seen } = await shop.of(happening.c)
      const snooze = {
        type: 'conversation.snooze',
        conversation: happening.c,
        until: shop.clock + 60_000,
        seen
      } as const
      return void (await shop.tell(snooze))
    }
    case 'wakes': {
      if ((await shop.of(happening.c)).status === 'open') await happen(shop, { is: 'snoozes', c: happening.c })
      shop.clock = Math.max(shop.clock, (await shop.of(happening.c)).snoozedUntil ?? 0)
      return void (await shop.tell({ type: 'conversation.wake', conversation: happening.c }))
    }
    case 'replies': {
      const content = { kind: 'text', text: 'We look into it' } as const
      return void (await shop.tell({ type: 'conversation.reply', conversation: happening.c, content, seen: null }))
    }
    case 'gives':
      return void (await (happening.to === null
        ? shop.tell({ type: 'conversation.unassign', conversation: happening.c })
        : shop.tell({ type: 'conversation.assign', conversation: happening.c, to: happening.to })))
    case 'places': {
      const { c: conversation } = happening
      const place = { type: 'card.place', workflow: 'w', title: null, stage: null, rank } as const
      await shop.tell({ ...place, card: cardOf('w', conversation), of: { kind: 'conversation', conversation } })
      return void (await shop.tell({ ...place, card: 'alone', of: { kind: 'contact', contact: 'maya' } }))
    }
    case 'moves': {
      const { k, from, to } = happening
      return void (await shop.tell({ type: 'card.move', card: k, workflow: 'w', from, to, rank }))
    }
    case 'values':
      return void (await shop.tell({
        type: 'card.set-value',
        card: happening.k,
        workflow: 'w',
        value: happening.value
      }))
    case 'time goes by':
      shop.clock += happening.minutes * 60_000
  }
}
