import { expect, test } from 'vitest'
import type { DownFrame } from '../../shared/protocol/down.ts'
import { backoffMs } from '../../web/sync/engine/backoff.ts'
import { step } from '../../web/sync/engine/line.ts'
import { noLine, type Line, type LineEffect, type LineInput } from '../../web/sync/engine/line-state.ts'

test('[R2] the wait before the next try has full jitter, from half a second to thirty', () => {
  const waits = (random: number) => Array.from({ length: 40 }, (_, attempt) => backoffMs(attempt, random))
  expect(new Set(waits(0))).toEqual(new Set([500]))
  expect(waits(1).slice(0, 4)).toEqual([750, 1125, 1688, 2531])
  expect(waits(1).at(-1)).toBe(30_000)
  expect(waits(0.999).every(wait => wait >= 500 && wait <= 30_000)).toBe(true)
})

const device = {
  now: 1_000_000,
  random: 0,
  patience: { pingAfterMs: 20, deadAfterMs: 30, deafAfterMs: 90, doubtMs: 10 },
  outbox: { client: 'c', lastN: 0, rows: [] },
  cursor: null
}
const welcome: DownFrame = {
  type: 'welcome',
  protocol: 1,
  incarnation: 'life-1',
  serverTime: 1,
  acked: 0,
  head: 0,
  me: { tenant: 't', tenantName: 'T', agent: 'a', role: 'agent' }
}

/** What the last of these inputs makes a line do. */
function after(...inputs: LineInput[]): readonly LineEffect[] {
  return each({}, ...inputs).at(-1) ?? []
}

/** What each of them does, on a device like this. */
function each(so: Partial<typeof device>, ...inputs: LineInput[]): (readonly LineEffect[])[] {
  let line: Line = noLine
  return inputs.map(input => {
    const made = step(line, input, { ...device, ...so })
    line = made.line
    return made.effects
  })
}

const dial: LineInput = { on: 'dial' }
const opened: LineInput = { on: 'opened', socket: 1 }
const quiet: LineInput = { on: 'time', timer: 'life' }
const hear = (frame: DownFrame | null): LineInput => ({ on: 'heard', socket: 1, frame })
const ends: readonly LineEffect[] = [
  { do: 'hang-up', socket: 1 },
  { do: 'stop waiting', timer: 'life' },
  { do: 'wait', timer: 'redial', ms: 500 },
  { do: 'turned away' }
]

test('a socket that never opens is given up', () => {
  expect(after(dial, quiet)).toEqual(ends)
})

test('a silent socket is asked for a sign of life, and without one it is dead', () => {
  const ping: LineEffect = { do: 'send', socket: 1, frame: { type: 'ping' } }
  expect(after(dial, opened, quiet)).toEqual([ping, { do: 'wait', timer: 'life', ms: 30 }, { do: 'look' }])
  expect(after(dial, opened, quiet, hear({ type: 'pong' }), quiet)).toContainEqual(ping)
  expect(after(dial, opened, quiet, quiet)).toEqual(ends)
})

test('a socket that talks nonsense is dead', () => {
  expect(after(dial, opened, hear(null))).toEqual(ends)
})

test('[R2] who is overtaken looks whether it is a copy before it dials again', () => {
  const bye: DownFrame = { type: 'bye', reason: 'overtaken', comeBackAfterMs: 30_000 }
  const effects = after(dial, opened, hear(welcome), hear(bye), { on: 'taken', socket: 1, result: 'taken' })
  expect(effects).toEqual([
    { do: 'start anew' },
    { do: 'hang-up', socket: 1 },
    { do: 'stop waiting', timer: 'life' },
    { do: 'wait', timer: 'redial', ms: 1000 }
  ])
})

test('what is heard is handed over one by one, and nothing of a socket that has ended', () => {
  const taken: LineInput = { on: 'taken', socket: 1, result: 'taken' }
  const events: DownFrame = { type: 'events', from: 1, to: 2, events: [] }
  const took = (effects: readonly LineEffect[]) => effects.flatMap(one => (one.do === 'take' ? [one.frame] : []))
  expect(took(after(dial, opened, hear(events)))).toEqual([])
  expect(took(after(dial, opened, hear(welcome)))).toEqual([welcome])
  expect(took(after(dial, opened, hear(welcome), hear(events)))).toEqual([])
  expect(took(after(dial, opened, hear(welcome), hear(events), taken))).toEqual([events])
  expect(after(dial, opened, hear(welcome), { on: 'ended', socket: 1 }, taken)).toEqual([])
})

test('whoever has nothing to say opens no transaction to find that out, in silence or when there may be something', () => {
  const taken: LineInput = { on: 'taken', socket: 1, result: 'taken' }
  const asked = (lastN: number) =>
    each({ outbox: { ...device.outbox, lastN } }, dial, opened, hear(welcome), taken, { on: 'push' }).flat()
  const window = { do: 'window', socket: 1, from: 1, log: 'life-1' }
  expect(asked(0)).not.toContainEqual(window)
  expect(asked(1)).toContainEqual(window)
})

test('a frame that could not be stored ends the socket, and another one is tried later', () => {
  const failed: LineInput = { on: 'taken', socket: 1, result: 'failed' }
  expect(after(dial, opened, hear(welcome), failed)).toContainEqual({ do: 'wait', timer: 'redial', ms: 500 })
})

test('[R2] whoever cannot store what they are told asks ever more rarely, until it could be stored', () => {
  let socket = 0
  const events: DownFrame = { type: 'events', from: 1, to: 2, events: [] }
  const snapshot: DownFrame = { type: 'snapshot', seq: 2, part: 1, last: false, streams: [] }
  const told = (frame: DownFrame, result: 'taken' | 'failed'): LineInput[] => {
    const on = { socket: ++socket }
    const frames = [welcome, frame].map((one): LineInput => ({ on: 'heard', ...on, frame: one }))
    return [
      dial,
      { on: 'opened', ...on },
      ...frames,
      { on: 'taken', ...on, result: 'taken' },
      { on: 'taken', ...on, result }
    ]
  }
  const ended = (): LineInput => ({ on: 'ended', socket })
  const inputs = [
    ...told(snapshot, 'failed'),
    ...told(events, 'failed'),
    // The first part of a long one may be all there is room for.
    ...told(snapshot, 'taken'),
    ended(),
    ...told(events, 'taken'),
    ended(),
    ...told(events, 'failed'),
    ...told({ type: 'pong' }, 'taken'),
    ended()
  ]
  const waits = each({ random: 1 }, ...inputs)
    .flat()
    .flatMap(effect => (effect.do === 'wait' && effect.timer === 'redial' ? [effect.ms] : []))
  expect(waits).toEqual([750, 1125, 1688, 750, 1125, 750])
})
