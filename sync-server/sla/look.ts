import { createHash } from 'node:crypto'
import { trustedContext } from '../../shared/identity/may.ts'
import { streamKey, streamKind, type StreamId } from '../../shared/kernel/message.ts'
import type { Aim } from '../../shared/sla/content.ts'
import { judge, type Judged } from '../../shared/sla/judge.ts'
import { reignsOf, type Reign } from '../../shared/sla/reign.ts'
import { cardOf } from '../../shared/workflow/card-id.ts'
import type { Actors } from '../actors/actors.ts'
import type { Clock, Clocks } from './clocks.ts'

const theClock = { kind: 'system', id: 'clock' } as const
/** What came to nothing, because somebody was faster or the clock was set back, is looked at again. */
const againMs = 1000

export type LookParts = {
  readonly actors: Pick<Actors, 'tell' | 'state'>
  readonly clocks: Pick<Clocks, 'set' | 'drop'>
  /** Every stream that all of the workspace may see: the workflows are among them. */
  readonly roster: { of(tenant: string): Promise<{ readonly streams: readonly StreamId[] }> }
  readonly now: () => number
}

/** A workflow that aims for something, or did. */
type Aiming = { readonly workflow: string; readonly aims: readonly Aim[] }

/** Says what these conversations have to say by now, and notes when to look at each again. */
export async function look(parts: LookParts, tenant: string, conversations: ReadonlySet<string>): Promise<void> {
  const names = [...conversations]
  if (names.length === 0) return
  const aiming = await aimingIn(parts, tenant)
  const seen = await Promise.all(names.map(one => lookAt(parts, tenant, one, aiming)))
  const clocks = seen.filter(one => one !== null)
  const over = names.filter((_, at) => seen[at] === null)
  await parts.clocks.set(tenant, clocks)
  await parts.clocks.drop(tenant, over)
}

async function aimingIn({ actors, roster }: LookParts, tenant: string): Promise<readonly Aiming[]> {
  const { streams } = await roster.of(tenant)
  const workflows = streams.filter(one => streamKind(one) === 'workflow').map(streamKey)
  const states = await Promise.all(workflows.map(one => actors.state(tenant, 'workflow', one)))
  return states.flatMap(({ aims }, at) => (aims ? [{ workflow: workflows[at]!, aims }] : []))
}

/** When which workflow's targets counted for this conversation. */
async function reigns(
  actors: LookParts['actors'],
  tenant: string,
  conversation: string,
  aiming: readonly Aiming[]
): Promise<readonly Reign[]> {
  const found = aiming.map(async ({ workflow, aims }) => {
    const { stretches = [] } = await actors.state(tenant, 'card', cardOf(workflow, conversation))
    return reignsOf(workflow, aims, stretches)
  })
  return (await Promise.all(found)).flat()
}

async function lookAt(
  parts: LookParts,
  tenant: string,
  conversation: string,
  aiming: readonly Aiming[]
): Promise<Clock | null> {
  const { actors, now } = parts
  const { runs = [], inbox } = await actors.state(tenant, 'conversation', conversation)
  if (runs.length === 0) return null
  const workflows = await reigns(actors, tenant, conversation, aiming)
  const { judged, lookAt } = judge(runs, { ...(await actors.state(tenant, 'inbox', inbox)), workflows }, now())
  for (const one of judged) {
    if (!(await tell(actors, tenant, conversation, one))) return { conversation, inbox, lookAt: now() + againMs }
  }
  return lookAt !== null || runs.some(run => run.ended === null) ? { conversation, inbox, lookAt } : null
}

/** Does the log say it now? */
async function tell(
  actors: Pick<Actors, 'tell'>,
  tenant: string,
  conversation: string,
  { what, target, since, due, at, workflow }: Judged
): Promise<boolean> {
  // Made of the run that it is about, so that a crash in between says it once.
  const id = `sla:${createHash('sha256').update(`${conversation} ${what} ${target} ${since}`).digest('hex').slice(0, 32)}`
  const type = what === 'missed' ? 'conversation.miss-sla' : 'conversation.warn-of-sla'
  const command = { type, id, at, conversation, target, since, due, workflow } as const
  const told = await actors.tell(tenant, command, heardAt => trustedContext(theClock, heardAt))
  return told.result === 'accepted' && told.events.length > 0
}
