import { expect, test } from 'vitest'
import { deciders } from '../../shared/catalog.ts'
import type { StreamId } from '../../shared/kernel/message.ts'
import { createLive } from '../../web/app/live.ts'
import { Painter } from '../../web/app/painter.ts'
import type { DeviceLog } from '../../web/sync/engine/device-log.ts'
import { rowOf, type Drawn } from '../../web/sync/engine/redraw.ts'
import { transact } from '../../web/sync/engine/script.ts'

const erased: StreamId = 'conversation/erased'
const other: StreamId = 'conversation/other'

/** A past of which nothing is in memory: every stream is one question to the store. */
function coldPast() {
  const { initial: state } = deciders.conversation
  const store = new Map([erased, other].map(stream => [stream, { from: 1, carry: state, state, version: 1 }]))
  const past = {
    cursor: null,
    resets: 0,
    hot: () => undefined,
    *confirmed(stream: StreamId) {
      const there = store.get(stream) ?? null
      yield* transact('past', 'r', function* () {})
      return there
    },
    hasHeard: () => false,
    *lookFor() {}
  }
  return { past, store }
}

test('[S4] what is erased while its neighbour is read is not painted as it was', () => {
  const { past, store } = coldPast()
  const outbox = { rows: [], pending: () => [] }
  const log = { past, outbox, deciderOf: () => deciders.conversation, context: () => ({}) } as unknown as DeviceLog
  const painter = new Painter(log, createLive())
  const painted = new Map<StreamId, (Drawn | null)[]>([erased, other].map(stream => [stream, []]))
  for (const [stream, drawn] of painted) painter.watch(stream, now => drawn.push(now))

  const script = painter.outbox([erased, other])
  let questions = 0
  for (let step = script.next(); !step.done; step = script.next()) {
    if (++questions !== 2) continue
    store.delete(erased)
    past.resets++
  }
  expect(painted.get(erased)).toEqual([null])
  expect(painted.get(other)).toEqual([expect.objectContaining({ version: 1 })])
})

test('what is wished between two parts of what is painted stays on the screen', () => {
  const { past, store } = coldPast()
  const wished: StreamId = 'conversation/c-5000'
  const { initial } = deciders.conversation
  const opened = { ...initial, status: 'open', inbox: 'i', platform: 'webchat', contact: 'maya' } as const
  const rows = Array.from({ length: 9000 }, (_, at) => rowOf(`conversation/c-${at}`, opened)!)
  const labelled = { ...opened, labels: ['vip'] }
  store.set(wished, { from: 1, carry: labelled, state: labelled, version: 1 })
  const outbox = { rows: [] as object[], pending: () => [] }
  const log = { past, outbox, deciderOf: () => deciders.conversation, context: () => ({}) } as unknown as DeviceLog
  const live = createLive()
  const painter = new Painter(log, live)
  const answers = { transact: rows, rest: undefined } as Record<string, unknown>

  const shown: unknown[] = []
  const script = painter.first()
  for (let step = script.next(); !step.done; step = script.next(answers[step.value.do])) {
    if (step.value.do !== 'rest') continue
    shown.push(live.threads.all.get('c-5000')?.labels)
    outbox.rows = [{ n: 1, command: { id: 'w-1' }, stream: wished, acceptedAt: null, refusal: null }]
    if (shown.length === 1) for (const _ of painter.outbox([wished]));
  }
  expect(shown).toEqual([undefined, ['vip']])
  expect(live.threads.all.size).toBe(9000)
  expect(live.threads.all.get('c-5000')?.labels).toEqual(['vip'])
})
