import { streamKey, type Event } from '../../shared/kernel/message.ts'
import { advance } from '../../shared/routing/advance.ts'
import { emptyPicture } from '../../shared/routing/picture.ts'

type Said = {
  readonly type: string
  readonly cause: string
  readonly by: { readonly id: string }
  readonly to?: string
  readonly why?: object
  readonly inbox?: string
  readonly policy?: { readonly limit: number | null }
}

/** What is wrong with how one inbox was routed, read from a log in the plainest way: nobody comes back in it. */
export function faultsOfRouting(events: readonly Event[], inbox: string): string[] {
  const faults: string[] = []
  const waiting = new Map<string, number>()
  /** Those of the inbox: others may be routed as well. */
  const ours = new Set<string>()
  const holders = new Map<string, string>()
  let limit = Infinity
  for (const { stream, seq, fact } of events) {
    const said = fact as unknown as Said
    const id = streamKey(stream)
    if (stream === `inbox/${inbox}` && said.policy) limit = said.policy.limit ?? Infinity
    if (said.type === 'conversation.opened' && said.inbox === inbox) {
      waiting.set(id, seq)
      ours.add(id)
    }
    if (said.type === 'conversation.resolved' || said.type === 'conversation.snoozed') {
      waiting.delete(id)
      holders.delete(id)
    }
    const to = said.type === 'conversation.claimed' ? said.by.id : said.to
    if (to === undefined) continue
    if (!waiting.delete(id) && said.why && ours.has(id)) faults.push(`${id} is given again at ${seq}`)
    holders.set(id, to)
    const open = [...holders.values()].filter(one => one === to).length
    if (said.why && open > limit) faults.push(`${to} has ${open} of ${limit} at ${seq}`)
  }
  for (const [id, since] of waiting) faults.push(`${id} is forgotten since ${since}`)
  return [...faults, ...faultsOfReplay(events)]
}

/** The same log gives the same assignments. */
function faultsOfReplay(events: readonly Event[]): string[] {
  const picture = emptyPicture()
  const should = new Set(events.flatMap(event => advance(picture, event)).map(({ id, to }) => `${id} → ${to}`))
  const are = new Set(
    events
      .map(({ fact }) => fact as unknown as Said)
      .filter(({ type, why }) => type === 'conversation.assigned' && why)
      .map(({ cause, to }) => `${cause} → ${to}`)
  )
  return [
    ...[...are].filter(one => !should.has(one)).map(one => `${one} is not what the log gives`),
    ...[...should].filter(one => !are.has(one)).map(one => `${one} is what the log gives, and was not done`)
  ]
}
