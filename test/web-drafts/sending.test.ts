import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { firstGeneration, isGeneration, nextGeneration } from '../../web/app/generation.ts'
import { leftOf } from '../../web/app/left-of.ts'
import { deliver, meet, seat, type Seat } from './writers.ts'

/** What the server does with commands of the same id: the first is recorded, each later one is `repeated`. */
class Log {
  readonly sent = new Map<string, string>()

  send({ draft, field }: Seat): 'recorded' | 'repeated' {
    const pressed = draft.press('reply', field.value)
    const answer = this.sent.has(pressed.generation) ? 'repeated' : 'recorded'
    if (answer === 'recorded') this.sent.set(pressed.generation, field.value)
    pressed.end(true)
    return answer
  }
}

describe('sending what several wrote', () => {
  test('two who press Send at the same time send once, and both fields are empty', () => {
    const log = new Log()
    const [ada, bea] = [seat(), seat()]
    ada.type('Dear ')
    meet(ada, bea)
    bea.field.setSelectionRange(5, 5)
    bea.type('Clara')
    meet(ada, bea)
    expect([log.send(ada), log.send(bea)]).toEqual(['recorded', 'repeated'])
    meet(ada, bea)
    expect([ada.field.value, bea.field.value]).toEqual(['', ''])
    expect(ada.draft.generation('reply')).toBe(bea.draft.generation('reply'))
    expect([...log.sent.values()]).toEqual(['Dear Clara'])
  })

  test('two who begin at the same time share the draft all the same, and a new one begins after each sending', () => {
    const log = new Log()
    const [ada, bea] = [seat(), seat()]
    for (const words of ['one', 'two']) {
      ada.type(`${words} `)
      bea.type(words)
      meet(ada, bea)
      expect(ada.draft.generation('reply')).toBe(bea.draft.generation('reply'))
      log.send(ada)
      expect(log.send(bea)).toBe('repeated')
      meet(ada, bea)
      expect(ada.field.value).toBe('')
    }
    expect(log.sent.size).toBe(2)
  })

  test('what a colleague types after Send was pressed stays, as the beginning of the next draft, which goes once too', () => {
    const log = new Log()
    const [ada, bea] = [seat(), seat()]
    ada.type('Hello')
    meet(ada, bea)
    log.send(ada)
    bea.field.setSelectionRange(5, 5)
    bea.type(' and bye')
    meet(ada, bea)
    expect([ada.field.value, bea.field.value]).toEqual([' and bye', ' and bye'])
    expect([log.send(bea), log.send(ada)]).toEqual(['recorded', 'repeated'])
    expect([...log.sent.values()]).toEqual(['Hello', ' and bye'])
  })

  test('what comes between Send and the disk stays, also in the middle; after a no everything stays', () => {
    const [ada, bea] = [seat(), seat()]
    ada.type('Hello Clara')
    meet(ada, bea)
    const pressed = ada.draft.press('reply', 'Hello Clara')
    bea.field.setSelectionRange(6, 6)
    bea.type('dear ')
    for (const update of bea.written) deliver(update, ada)
    pressed.end(true)
    expect(ada.field.value).toBe('dear ')
    const refused = ada.draft.press('reply', 'dear ')
    refused.end(false)
    expect(ada.field.value).toBe('dear ')
    expect(ada.draft.generation('reply')).toBe(refused.generation)
  })

  test('who writes alone begins a draft of their own: it collides with nothing the others send meanwhile', () => {
    const log = new Log()
    const [ada, bea] = [seat(), seat()]
    ada.type('before')
    meet(ada, bea)
    log.send(ada)
    meet(ada, bea)
    ada.draft.isTogether = false
    ada.type('from the tunnel')
    bea.type('at the desk')
    expect([log.send(bea), log.send(ada)]).toEqual(['recorded', 'recorded'])
    meet(ada, bea)
    expect([ada.field.value, bea.field.value]).toEqual(['', ''])
  })

  test('a draft that was sent from elsewhere leaves here once, and only what was sent', () => {
    const [ada] = [seat()]
    ada.type('Hello and more')
    const generation = ada.draft.generation('reply') ?? ''
    ada.draft.sent('reply', generation, 'Hello')
    expect(ada.field.value).toBe(' and more')
    ada.draft.sent('reply', generation, ' and more')
    expect(ada.field.value).toBe(' and more')
    expect(ada.draft.generation('reply')).toBe(nextGeneration(generation))
  })

  test('of two people’s draft no character goes twice and none is lost, whoever sends and whenever the other hears of it', () => {
    let [repeated, left] = [0, 0]
    const step = fc.record({ kind: fc.constantFrom('type', 'send', 'deliver'), who: fc.nat(1), to: fc.nat(1) })
    const play = (steps: readonly { kind: string; who: number; to: number }[]) => {
      const seats = [seat(), seat()]
      const heard = seats.map(() => seats.map(() => 0))
      const log = new Log()
      const given: string[] = []
      let letters = 0
      for (const { kind, who, to } of steps) {
        const me = seats[who] as Seat
        if (kind === 'type') {
          me.field.setSelectionRange(me.field.value.length, me.field.value.length)
          me.type(String.fromCodePoint(0x4e00 + letters++))
        } else if (kind === 'send' && me.field.value !== '') {
          const [words, id] = [me.field.value, me.draft.generation('reply') ?? '']
          if (log.send(me) === 'recorded') continue
          repeated++
          const sent = log.sent.get(id) ?? ''
          for (const one of words) if (!sent.includes(one)) given.push(one)
        } else if (kind === 'deliver' && to !== who) {
          const row = heard[to] as number[]
          for (const update of me.written.slice(row[who])) deliver(update, seats[to] as Seat)
          row[who] = me.written.length
        }
      }
      meet(...seats)
      const rest = seats[0]?.field.value ?? ''
      if (rest !== '') left++
      expect(new Set(seats.map(({ field }) => field.value)).size).toBe(1)
      const recorded = [...log.sent.values()].join('')
      const all = recorded + rest + given.join('')
      expect(new Set(recorded).size).toBe(recorded.length)
      for (let at = 0; at < letters; at++) expect(all).toContain(String.fromCodePoint(0x4e00 + at))
    }
    fc.assert(fc.property(fc.array(step, { minLength: 3, maxLength: 40, size: 'max' }), play), {
      numRuns: 150,
      seed: 4
    })
    expect(Math.min(repeated, left)).toBeGreaterThan(50)
  })
})

test('a generation is an id that the server takes for a command’s, and everybody counts on alike', () => {
  const first = firstGeneration('a48503b2f4143056dc3d24f3', 'reply')
  expect(isGeneration(first)).toBe(true)
  expect(firstGeneration('a48503b2f4143056dc3d24f3', 'note')).not.toBe(first)
  expect(nextGeneration('01a211b3-48d3-7f6f-bd7d-74abffffffff')).toBe('01a211b3-48d3-7f6f-bd7d-74ac00000000')
  expect(nextGeneration('01a211b3-48d3-7f6f-bd7d-ffffffffffff')).toBe('01a211b3-48d3-7f6f-bd7d-000000000000')
  for (const other of [undefined, 7, '', 'c-1', first.toUpperCase().replace('7', '4')]) {
    expect(isGeneration(other)).toBe(false)
  }
})

test.each([
  ['Hello', 'Hello', ''],
  ['Hello ', 'Hello', ''],
  ['Hello, and bye', 'Hello', ', and bye'],
  ['PS Hello', 'Hello', 'PS '],
  ['Dear Clara, it has come.', 'Dear Clara, it came.', 'has come.'],
  ['Something else altogether', 'Dear Clara', 'Something else altogether'],
  ['Dear', 'Dear Clara', '']
])('of “%s”, when “%s” was sent, “%s” is left', (draft, sent, left) => {
  expect(leftOf(draft, sent)).toBe(left)
})
