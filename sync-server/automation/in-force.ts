import { automationDecider } from '../../shared/automation/automation.ts'
import type { Rule } from '../../shared/automation/content.ts'
import type { AutomationFact } from '../../shared/automation/events.ts'
import { streamKey, streamKind, type StreamId } from '../../shared/kernel/message.ts'
import type { Streams } from '../log/read.ts'
import type { Batch, Recorded } from '../log/recorded.ts'

export type InForce = { readonly automation: string; readonly version: number; readonly rule: Rule }

export type InForceParts = {
  readonly streams: Pick<Streams, 'all'>
  /** Every stream that all of the workspace may see: the automations are among them. */
  readonly roster: { of(tenant: string): Promise<{ readonly streams: readonly StreamId[] }> }
}

/** Which automations were on at a moment of a workspace's log, in the order in which they go. */
export type RulesAt = (seq: number) => readonly InForce[]

/**
 * Read when they are asked for first, and again when one of them is among what happened: whoever asks does so along the
 * log, and leaves nothing of it out.
 */
export function openInForce(parts: InForceParts) {
  const read = new Map<string, RulesAt>()
  return {
    async of({ tenant, events }: Pick<Batch, 'tenant' | 'events'>): Promise<RulesAt> {
      const known = read.get(tenant)
      if (known && !events.some(({ stream }) => streamKind(stream) === 'automation')) return known
      const made = await readRules(parts, tenant)
      read.set(tenant, made)
      return made
    }
  }
}

/**
 * What was said before one was published is not taken up by it, however late that is looked at. Nearly always it is
 * the end of the log that is asked about.
 */
async function readRules({ streams, roster }: InForceParts, tenant: string): Promise<RulesAt> {
  const { streams: all } = await roster.of(tenant)
  const own = all.filter(stream => streamKind(stream) === 'automation')
  const told = await Promise.all(
    own.map(async stream => ({ automation: streamKey(stream), events: await streams.all(tenant, stream) }))
  )
  const last = Math.max(0, ...told.flatMap(({ events }) => events.map(event => event.seq)))
  const newest = rulesIn(told, Infinity)
  return seq => (seq > last ? newest : rulesIn(told, seq))
}

type Told = { readonly automation: string; readonly events: readonly Recorded[] }

function rulesIn(told: readonly Told[], seq: number): readonly InForce[] {
  return told
    .flatMap(({ automation, events }) => {
      const before = events.filter(event => event.seq < seq).map(event => event.fact as AutomationFact)
      const { status, now } = before.reduce(automationDecider.evolve, automationDecider.initial)
      return status === 'on' && now ? [{ automation, version: now.version, rule: now.rule }] : []
    })
    .toSorted((a, b) => a.rule.order - b.rule.order || (a.automation < b.automation ? -1 : 1))
}
