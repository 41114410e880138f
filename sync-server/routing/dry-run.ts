import { setImmediate as breathe } from 'node:timers/promises'
import { streamKey, streamKind } from '../../shared/kernel/message.ts'
import type { PolicyDryRun } from '../../shared/protocol/routing-dry-run.ts'
import { advance } from '../../shared/routing/advance.ts'
import type { RoutingPolicy } from '../../shared/routing/content.ts'
import type { Course } from '../../shared/routing/dry-run/course.ts'
import { dryRun } from '../../shared/routing/dry-run/dry-run.ts'
import { Recording } from '../../shared/routing/dry-run/record.ts'
import { emptyPicture, type Picture } from '../../shared/routing/picture.ts'
import { forgetResolved, recall, type Left } from '../../shared/routing/recall.ts'
import type { Recorded } from '../log/recorded.ts'
import type { States } from '../log/states.ts'
import { between, weekBefore, type Reading, type Week } from '../past/week.ts'
import type { Pictures } from './pictures.ts'

export type DryRunParts = {
  readonly follow: Reading
  readonly states: Pick<States, 'at'>
  readonly pictures: Pick<Pictures, 'before'>
  readonly now: () => number
}

/** So many events are drawn in before others have a turn. */
const drawnAtOnce = 100

/** The past week under another policy, by the log as it is: nothing is told, and nothing of the router's is touched. */
export async function dryRunOf(
  parts: DryRunParts,
  tenant: string,
  { inbox, policy }: { readonly inbox: string; readonly policy: RoutingPolicy }
): Promise<PolicyDryRun> {
  const until = parts.now()
  const week = await weekBefore(parts.follow, tenant, until)
  const course = await recorded(parts, tenant, week, until)
  const run = dryRun(course, inbox, policy)
  for (let next = run.next(); ; next = run.next()) {
    const { from } = course
    if (next.done) return { ...next.value, from, until, events: week.head - week.after, isCut: week.isCut }
    await breathe()
  }
}

/** From what the router knew when the week began, as it was. */
async function recorded(parts: DryRunParts, tenant: string, week: Week, until: number): Promise<Course> {
  const begins = (await parts.pictures.before(tenant, week.after)) ?? emptyPicture()
  const before = { after: begins.seq, head: week.after }
  await each(parts, tenant, before, async event => {
    if (isForgotten(begins, event)) recall(begins, streamKey(event.stream), await leftBefore(parts, tenant, event))
    advance(begins, event)
    // Years of conversations that are over need no place in memory.
    if (event.seq % forgottenEvery === 0) forgetResolved(begins)
  })
  const first = await parts.follow.since(tenant, week.after, 1)
  const recording = new Recording(begins, first[0]?.recordedAt ?? until)
  await each(parts, tenant, week, async event => {
    if (recording.hasForgotten(event)) {
      recording.recall(streamKey(event.stream), await leftBefore(parts, tenant, event))
    }
    recording.take(event)
  })
  return recording.end(until)
}

const forgottenEvery = 5000

async function each(
  { follow }: DryRunParts,
  tenant: string,
  stretch: Pick<Week, 'after' | 'head'>,
  take: (event: Recorded) => Promise<void>
): Promise<void> {
  for await (const page of between(follow, tenant, stretch)) {
    for (const [at, event] of page.entries()) {
      await take(event)
      if (at % drawnAtOnce === 0) await breathe()
    }
  }
}

function isForgotten({ conversations }: Picture, { stream, version }: Recorded): boolean {
  return version > 1 && streamKind(stream) === 'conversation' && !conversations.has(streamKey(stream))
}

async function leftBefore({ states }: DryRunParts, tenant: string, { stream, version }: Recorded): Promise<Left> {
  return (await states.at(tenant, stream, version - 1)) as Left
}
