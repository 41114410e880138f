import { expect, test } from 'vitest'
import type { DownFrame } from '../../shared/protocol/down.ts'
import { step } from '../../web/sync/engine/line.ts'
import { noLine, patience, type Line, type LineEffect, type LineInput } from '../../web/sync/engine/line-state.ts'

const welcome: DownFrame = {
  type: 'welcome',
  protocol: 1,
  incarnation: 'log-1',
  serverTime: 0,
  head: 0,
  acked: 0,
  me: { tenant: 'shop', tenantName: 'Shop', agent: 'ada', role: 'agent' }
}
const nothing: DownFrame = { type: 'events', from: 1, to: 1, events: [] }
const outbox = { client: 'client-1', lastN: 0, rows: [] }

/** A line in a world whose clock only moves when told, and whose timers then fire. */
function line() {
  let state: Line = noLine
  let now = 0
  let life: number | null = null
  const effects: LineEffect[] = []

  function take(input: LineInput): void {
    const stepped = step(state, input, { now, random: 0.5, patience, outbox, cursor: null })
    state = stepped.line
    for (const effect of stepped.effects) {
      effects.push(effect)
      if (effect.do === 'wait' && effect.timer === 'life') life = now + effect.ms
      if (effect.do === 'stop waiting' && effect.timer === 'life') life = null
      if (effect.do === 'take') take({ on: 'taken', socket: effect.socket, result: 'taken' })
    }
  }
  const hear = (frame: DownFrame) => state.socket !== null && take({ on: 'heard', socket: state.socket, frame })
  const wait = (ms: number) => {
    const until = now + ms
    while (life !== null && life <= until) {
      now = life
      life = null
      take({ on: 'time', timer: 'life' })
    }
    now = until
  }
  take({ on: 'dial' })
  take({ on: 'opened', socket: 1 })
  hear(welcome)
  return {
    take,
    hear,
    wait,
    pings: () => effects.filter(effect => effect.do === 'send' && effect.frame.type === 'ping').length,
    isUp: () => state.socket !== null
  }
}

test('[R2] a silent line is asked for a sign of life, and left when none comes', () => {
  const one = line()
  one.wait(patience.pingAfterMs)
  expect([one.pings(), one.isUp()]).toEqual([1, true])
  one.wait(patience.deadAfterMs - 1)
  expect(one.isUp()).toBe(true)
  one.wait(1)
  expect(one.isUp()).toBe(false)
})

test('[R2] a line that is answered stays, for as long as that goes on', () => {
  const one = line()
  for (let round = 0; round < 50; round++) {
    one.wait(patience.pingAfterMs)
    one.hear({ type: 'pong' })
  }
  expect([one.pings(), one.isUp()]).toEqual([50, true])
})

test('[R2] what others do does not hide that nobody hears us', () => {
  const one = line()
  let waited = 0
  for (; one.isUp() && waited < 10 * patience.deafAfterMs; waited += 1000) {
    one.wait(1000)
    one.hear(nothing)
  }
  expect(one.isUp()).toBe(false)
  expect(waited).toBe(patience.pingAfterMs + patience.deafAfterMs)
})

test('[R2] an answer that is behind a long snapshot is waited for', () => {
  const one = line()
  one.wait(patience.pingAfterMs)
  for (let part = 0; part < 5; part++) {
    one.wait(patience.deadAfterMs - 1)
    one.hear(nothing)
  }
  one.hear({ type: 'pong' })
  one.wait(patience.pingAfterMs - 1)
  expect([one.pings(), one.isUp()]).toEqual([1, true])
})

test('[R2] when the browser says that there is no network, the line is asked and left soon, unless it answers', () => {
  const [dead, alive] = [line(), line()]
  for (const one of [dead, alive]) one.take({ on: 'doubt' })
  alive.hear({ type: 'pong' })
  for (const one of [dead, alive]) one.wait(patience.doubtMs)
  expect([dead.pings(), dead.isUp()]).toEqual([1, false])
  expect([alive.pings(), alive.isUp()]).toEqual([1, true])
})
