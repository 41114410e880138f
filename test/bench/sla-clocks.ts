import { randomUUID } from 'node:crypto'
import { cardOf } from '../../shared/workflow/card-id.ts'
import { rankAt } from '../../shared/workflow/rank.ts'
import { templates } from '../../shared/workflow/templates.ts'
import type { Core } from '../../sync-server/core.ts'
import { openClocks } from '../../sync-server/sla/clocks.ts'
import { look } from '../../sync-server/sla/look.ts'
import { received, tenant, told } from './customers.ts'
import { median, quantile, timed, type Figure } from './figures.ts'

const many = 500
const together = 100
const workflows = ['slow', 'quick', 'whole'] as const
const targets = { firstReply: 240, nextReply: 480, resolution: 4800 }

/**
 * What an event of a conversation costs until its clocks are set: what runs is laid under all targets, and one row is
 * written. Alone, as it is with one customer, and with others, as it is in a rush; without workflows that aim for
 * something, and with three that all have a card of it. Beside it a command of the same conversation, until it is durable.
 */
export async function slaClocks({ actors, roster, sql }: Core): Promise<Figure[]> {
  const all = Array.from({ length: many }, () => randomUUID())
  const inbox = 'bench-whatsapp'
  const stamp = () => ({ id: randomUUID(), at: Date.now() })
  await told(actors, { ...stamp(), type: 'inbox.connect', inbox, platform: 'whatsapp', name: 'Bench' })
  await told(actors, { ...stamp(), type: 'inbox.set-sla', inbox, targets })
  await Promise.all(all.map(conversation => told(actors, received(conversation))))

  const parts = { actors, roster, clocks: openClocks(sql), now: Date.now }
  const alone = () => timed(many, i => look(parts, tenant, new Set([all[i]!])))
  const rush = async () => {
    const took = await timed(many / together, i =>
      look(parts, tenant, new Set(all.slice(i * together, (i + 1) * together)))
    )
    return took.map(ms => ms / together)
  }
  const durable = () => timed(many, i => told(actors, { ...stamp(), type: 'conversation.label', ...labelled(all[i]!) }))

  await alone()
  const peer = { what: 'a label, durable', value: median(await durable()) }
  const figures = figuresOf('no workflow aims', await alone(), await rush(), peer)
  for (const workflow of workflows) {
    const plan = { ...templates.find(one => one.id === 'simple')!.plan, sla: targets }
    await told(actors, { ...stamp(), type: 'workflow.publish', workflow, onVersion: 0, plan, moved: [] })
    await Promise.all(all.map(conversation => place(actors, workflow, conversation)))
  }
  await alone()
  return [...figures, ...figuresOf('three workflows aim', await alone(), await rush(), peer)]
}

const labelled = (conversation: string) => ({ conversation, label: `l-${randomUUID()}` })

function place(actors: Core['actors'], workflow: string, conversation: string): Promise<void> {
  const of = { kind: 'conversation', conversation } as const
  const at = Date.now()
  const base = { id: randomUUID(), at, card: cardOf(workflow, conversation), workflow, rank: rankAt(at) }
  return told(actors, { ...base, type: 'card.place', of, title: null, stage: null })
}

function figuresOf(when: string, alone: number[], rush: number[], peer: NonNullable<Figure['peer']>): Figure[] {
  const unit = 'ms'
  return [
    { what: 'an event’s clocks, alone, p50', when, unit, value: median(alone), peer },
    { what: 'an event’s clocks, alone, p99', when, unit, value: quantile(alone, 0.99), peer },
    { what: `an event’s clocks, ${together} at once, p50`, when, unit, value: median(rush), peer }
  ]
}
