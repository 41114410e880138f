import fc from 'fast-check'
import { expect, test } from 'vitest'
import { deciders } from '../../shared/catalog.ts'
import type { ConversationFact } from '../../shared/conversations/events.ts'
import { unfinishedSendProjection as projection } from '../../sync-server/platforms/unfinished.ts'
import type { ProjectedRow } from '../../sync-server/rebuild/projection.ts'

const { initial, evolve } = deciders.conversation
const base = { at: 1_790_000_000_000, by: { kind: 'agent', id: 'ada' } as const, cause: 'c' }
const content = { kind: 'text', text: 'Yes' } as const
const failure = { reason: 'platform', code: '1' }

type Step = { readonly what: string; readonly message: string }
const step = fc.record({
  what: fc.constantFrom('replied', 'send-started', 'sent', 'send-failed', 'send-retried', 'claimed', 'erased'),
  message: fc.constantFrom('a', 'b', 'c')
})

function factOf({ what, message }: Step): ConversationFact {
  const more = { replied: { content }, sent: { platformId: `p-${message}` }, 'send-failed': { failure } }[what]
  return { ...base, type: `conversation.${what}`, message, forGood: false, ...more } as unknown as ConversationFact
}

/** From where a send comes to what is next. */
const from: Readonly<Record<string, readonly unknown[]>> = {
  replied: [undefined],
  'send-started': ['waiting'],
  sent: ['sending'],
  'send-failed': ['sending'],
  'send-retried': ['failed']
}
const mayHappen = ({ what }: Step, delivery: unknown) => from[what]?.includes(delivery) ?? true

/** What is drawn after each event, beside what must be there: the newest asking of every reply that may still have to go. */
function drawn(steps: readonly Step[]) {
  const drawing = projection.draw()
  const rows = new Map<unknown, ProjectedRow>()
  const asked = new Map<string, number>()
  let state = initial
  return steps.flatMap((one, at) => {
    if (!mayHappen(one, state.sends.find(({ message }) => message === one.message)?.delivery)) return []
    const fact = factOf(one)
    if (fact.type === 'conversation.replied' || fact.type === 'conversation.send-retried') asked.set(one.message, at)
    state = evolve(state, fact)
    const event = { seq: at, version: at + 1, stream: 'conversation/x', recordedAt: at, fact, scope: 'tenant' } as const
    const changed = drawing.take(event, state)
    for (const { key, row } of changed) {
      if (row) rows.set(key['message'], row)
      else rows.delete(key['message'])
    }
    const waiting = state.sends.filter(({ delivery }) => delivery === 'waiting' || delivery === 'sending')
    const due = new Map(waiting.map(({ message }) => [message, asked.get(message)]))
    const is = new Map([...rows].map(([message, row]) => [message, row['seq']]))
    return [{ changed: changed.length, is, due }]
  })
}

test('after every event there is a row for each reply that may still have to go, and no other', () => {
  let left = 0
  fc.assert(
    fc.property(fc.array(step, { minLength: 10, maxLength: 60 }), steps => {
      for (const { is, due } of drawn(steps)) {
        expect(is).toEqual(due)
        left += due.size
      }
    }),
    { numRuns: 300 }
  )
  expect(left).toBeGreaterThan(300)
})

test('what changes no send draws nothing again, however many wait', () => {
  const replies = ['a', 'b', 'c'].map(message => ({ what: 'replied', message }))
  const idle = Array.from({ length: 5 }, () => ({ what: 'claimed', message: 'a' }))
  expect(drawn([...replies, ...idle]).map(({ changed }) => changed)).toEqual([1, 1, 1, 0, 0, 0, 0, 0])
})
