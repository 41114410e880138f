import type { AnyCommand } from '../../shared/catalog.ts'
import { agentContext } from '../../shared/identity/may.ts'
import type { Outcome } from '../../shared/workflow/events.ts'
import { cardOf } from '../../shared/workflow/card-id.ts'
import { rankAt } from '../../shared/workflow/rank.ts'
import { templates } from '../../shared/workflow/templates.ts'
import { jonas, mara, priya, type Story } from './story.ts'
import { conversationOf, type Bare, type Telling } from './tell.ts'

const tenant = 'demo'
const hourMs = 3_600_000

/** A card that a story's customer has, and how it came there: through these stages, one after the other. */
type Placed = {
  readonly who: string
  readonly stages: readonly string[]
  readonly ends?: readonly [Outcome, string]
  readonly owner?: string
  readonly title?: string
  readonly euros?: number
  readonly field?: string
}

const support: readonly Placed[] = [
  { who: 'Amelie Dubois', stages: [] },
  { who: 'Visitor 4821', stages: [] },
  { who: 'Clara', stages: [] },
  { who: 'Margot Lefèvre', stages: [] },
  { who: 'Tom Whitfield', stages: ['working'], owner: mara, title: 'Parcel at the wrong door', field: 'IP-20418' },
  { who: 'Lukas Brandt', stages: ['working'], owner: jonas, title: 'Bent nib', field: 'IP-20395' },
  { who: 'Yusuf', stages: ['working'], owner: jonas, title: 'Discount code expired' },
  { who: 'Camila Duarte', stages: ['working', 'customer'], owner: mara },
  { who: 'Marco Bellini', stages: ['working', 'customer'], owner: mara, title: 'Held at customs', field: 'IP-20377' },
  { who: 'Tanvi', stages: ['working', 'customer'], owner: mara, title: 'Box came twice' },
  { who: 'Grace Adeyemi', stages: ['working'], ends: ['won', ''], owner: mara, field: 'IP-20301' },
  { who: 'Zeynep Kaya', stages: ['working'], ends: ['won', ''], owner: mara, title: 'Leaking pen' },
  { who: 'Owen Fletcher', stages: ['working'], ends: ['lost', 'Wants his money back all the same'], owner: jonas }
]

const sales: readonly Placed[] = [
  { who: 'Visitor 4790', stages: [] },
  { who: '佐藤 美咲', stages: [], field: 'Inks' },
  { who: 'Ben Achterberg', stages: ['qualified'], owner: mara, euros: 140, field: 'Engraved pens' },
  { who: 'أمل الحربي', stages: ['qualified', 'offer'], owner: jonas, euros: 86, title: 'Engraved pen in a gift box' },
  { who: 'Ifeoma Okafor', stages: ['qualified', 'offer'], owner: jonas, euros: 1_150, title: '240 exercise books' },
  { who: 'Sofía Herrera', stages: ['qualified', 'deciding'], owner: mara, euros: 320, title: 'Wedding cards' },
  { who: 'Noor van Dijk', stages: ['qualified'], ends: ['won', ''], owner: jonas, euros: 75, title: 'Workshop' },
  { who: 'Linnea Berg', stages: ['qualified'], ends: ['lost', 'Found it cheaper'], owner: mara, euros: 210 }
]

/** A board for who helps and one for who sells, with some cards under way. Told again it changes nothing. */
export async function tellBoards(telling: Telling, stories: readonly Story[]): Promise<void> {
  for (const [workflow, cards] of [
    ['support', support],
    ['sales', sales]
  ] as const) {
    const plan = templates.find(one => one.id === workflow)?.plan
    if (!plan) throw new Error(`there is no template ${workflow}`)
    const publish = { type: 'workflow.publish', workflow, onVersion: 0, plan, moved: [] } as const
    await tell(telling, `${workflow}:published`, publish, priya, telling.now)
    for (const card of cards) {
      const story = stories.find(one => one.who === card.who)
      if (!story) throw new Error(`no story tells of ${card.who}`)
      await tellCard(telling, workflow, card, story)
    }
  }
}

async function tellCard(telling: Telling, workflow: string, placed: Placed, story: Story): Promise<void> {
  const { conversation } = await conversationOf(telling, story)
  const { stages, ends, owner, title = null, euros, field } = placed
  const card = { card: cardOf(workflow, conversation), workflow }
  const began = telling.now - story.beganHoursAgo * hourMs
  // The steps are spread over the time since the customer wrote.
  const stepMs = (telling.now - began) / (stages.length + 2)
  const by = owner ?? priya
  let at = began
  const step = (key: string, command: Bare<AnyCommand>) => tell(telling, `${card.card}:${key}`, command, by, at)
  const plan = templates.find(one => one.id === workflow)!.plan
  const of = { kind: 'conversation', conversation } as const
  await step('placed', { type: 'card.place', ...card, of, title, stage: null, rank: rankAt(at) })
  if (owner) await step('given', { type: 'card.give', ...card, to: owner })
  if (euros) {
    const value = { minor: euros * 100, currency: plan.currency }
    await step('valued', { type: 'card.set-value', ...card, value })
  }
  const key = plan.fields[0]?.key
  if (field && key) await step('field', { type: 'card.set-field', ...card, key, value: field })
  let from = plan.stages[0]!.id
  for (const to of stages) {
    at += stepMs
    await step(to, { type: 'card.move', ...card, from, to, rank: rankAt(at) })
    from = to
  }
  at += stepMs
  if (!ends) return
  await step('ended', { type: 'card.close', ...card, from, outcome: ends[0], reason: ends[1], rank: rankAt(at) })
}

async function tell(
  { actors }: Telling,
  key: string,
  command: Bare<AnyCommand>,
  by: string,
  at: number
): Promise<void> {
  const whole = { ...command, id: `sample:${key}`, at: Math.floor(at) }
  const told = await actors.tell(tenant, whole, now =>
    agentContext({ id: by, role: 'admin', inboxes: [] }, now, () => true)
  )
  if (told.result === 'refused') throw new Error(`the sample board at ${key} was refused: ${told.refusal.reason}`)
}
