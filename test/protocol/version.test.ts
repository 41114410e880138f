import { createHash } from 'node:crypto'
import * as v from 'valibot'
import { expect, test } from 'vitest'
import { clientCommand } from '../../shared/shapes.ts'
import { downFrame } from '../../shared/protocol/down.ts'
import { upFrame } from '../../shared/protocol/up.ts'
import { protocolVersion } from '../../shared/protocol/version.ts'
import { shapeOf } from './shape.ts'

/**
 * [V1] Changed a frame? Then old clients and servers will meet it: raise `protocolVersion`,
 * keep reading the version before, and put the new hash here.
 */
const known: Record<number, string> = { 1: '49d45fa1137b7c47', 2: 'f954213351344b51' }

test('[V1] a changed frame demands a new protocol version', () => {
  const hash = createHash('sha256')
    .update(shapeOf([upFrame, downFrame, clientCommand]))
    .digest('hex')
    .slice(0, 16)
  expect(hash).toBe(known[protocolVersion])
})

test('[V1] the hash notices a field, a type, a limit and an option', () => {
  const before = shapeOf(v.object({ a: v.string() }))
  const after = [
    v.object({ a: v.string(), b: v.string() }),
    v.object({ a: v.number() }),
    v.object({ a: v.pipe(v.string(), v.maxLength(3)) }),
    v.object({ a: v.optional(v.string()) })
  ].map(shapeOf)
  expect(new Set([before, ...after]).size).toBe(5)
})

test('an unknown fact from a newer server is kept whole', () => {
  const fact = { type: 'conversation.teleported', at: 1, by: { kind: 'system', id: 's' }, cause: 'c', where: 'moon' }
  const event = { seq: 1, stream: 'conversation/c1', version: 1, recordedAt: 1, fact }
  const frame = v.parse(downFrame, { type: 'events', from: 1, to: 1, events: [event] })
  expect(frame).toMatchObject({ events: [{ fact }] })
})

test('[V1] a refusal that only a newer server knows is one all the same, and the answers beside it are read', () => {
  const said = [{ reason: 'too-heavy', kilograms: 3 }, { reason: 'too-long', unit: 'furlongs' }, null]
  const acks = said.map((refusal, at) => ({ n: at + 1, command: 'c', seq: 1, refusal }))
  const frame = v.safeParse(downFrame, { type: 'acks', acks })
  expect(frame.success).toBe(true)
  expect(frame.output).toMatchObject({
    acks: [{ refusal: { reason: 'not-understood' } }, { refusal: { reason: 'not-understood' } }, { refusal: null }]
  })
  const known = { reason: 'depends-on-refused', after: 'c' }
  const before = { type: 'acks', acks: [{ n: 1, command: 'c', seq: 1, refusal: known }] }
  expect(v.parse(downFrame, before)).toEqual(before)
})
