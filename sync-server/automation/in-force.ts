import { automationDecider } from '../../shared/automation/automation.ts'
import type { Rule } from '../../shared/automation/content.ts'
import type { AutomationFact } from '../../shared/automation/events.ts'
import { streamKey, streamKind, type StreamId } from '../../shared/kernel/message.ts'
import type { Streams } from '../log/read.ts'

export type InForce = { readonly automation: string; readonly version: number; readonly rule: Rule }

export type InForceParts = {
  readonly streams: Pick<Streams, 'all'>
  /** Every stream that all of the workspace may see: the automations are among them. */
  readonly roster: { of(tenant: string): Promise<{ readonly streams: readonly StreamId[] }> }
}

/**
 * Which automations were on at any moment of the workspace's log, in the order in which they go. What was said before
 * one was published is not taken up by it, however late that is looked at.
 */
export async function inForce({ streams, roster }: InForceParts, tenant: string): Promise<(seq: number) => InForce[]> {
  const { streams: all } = await roster.of(tenant)
  const own = all.filter(stream => streamKind(stream) === 'automation')
  const told = await Promise.all(
    own.map(async stream => ({ automation: streamKey(stream), events: await streams.all(tenant, stream) }))
  )
  return seq =>
    told
      .flatMap(({ automation, events }) => {
        const before = events.filter(event => event.seq < seq).map(event => event.fact as AutomationFact)
        const { status, now } = before.reduce(automationDecider.evolve, automationDecider.initial)
        return status === 'on' && now ? [{ automation, version: now.version, rule: now.rule }] : []
      })
      .toSorted((a, b) => a.rule.order - b.rule.order || (a.automation < b.automation ? -1 : 1))
}
