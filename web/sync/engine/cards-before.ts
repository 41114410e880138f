import type { Context } from '../../../shared/kernel/decider.ts'
import { streamKey, streamKind } from '../../../shared/kernel/message.ts'
import type { Card } from '../../../shared/workflow/card.ts'
import { stillHoped, type DeviceLog } from './device-log.ts'
import { redraw } from './redraw.ts'

/**
 * The cards of which something is hoped, each as it would be where nothing were hoped for from the `n`-th command on:
 * a place that was free when somebody took it is not full because of who was let in later. Who was let in before has
 * found room, so none of these is judged by how full a stage is.
 */
export function cardsBefore(log: DeviceLog, n: number, context: Context): ReadonlyMap<string, Card> {
  const isOfCard = (stream: (typeof log.outbox.rows)[number]['stream']) => streamKind(stream) === 'card'
  const rows = stillHoped(
    log,
    log.outbox.rows.filter(row => row.refusal === null && isOfCard(row.stream))
  )
  const roomy = { ...context, look: (at: string) => (at.startsWith('board/') ? undefined : context.look?.(at)) }
  const cards = new Map<string, Card>()
  for (const [stream, own] of Map.groupBy(rows, row => row.stream)) {
    const [decider, confirmed] = [log.deciderOf(stream), log.past.hot(stream)]
    if (!decider || !confirmed) continue
    const earlier = own.filter(row => row.n < n)
    cards.set(streamKey(stream), redraw(decider, confirmed, earlier, () => roomy).state as Card)
  }
  return cards
}
