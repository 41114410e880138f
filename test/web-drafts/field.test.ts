import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { caretAt, placesOf } from '../../web/sync/carets.ts'
import { deliver, meet, seat, type Seat } from './writers.ts'

/** Every character once in the world, so that it can be seen where each went. */
const letter = (at: number) => String.fromCodePoint(0x4e00 + at)

type Step =
  | { readonly kind: 'type' | 'delete' | 'compose' | 'undo'; readonly who: number }
  | { readonly kind: 'select'; readonly who: number; readonly from: number; readonly to: number }
  | { readonly kind: 'deliver'; readonly who: number; readonly to: number; readonly which: number }

const who = fc.nat(2)
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ kind: fc.constant('type' as const), who }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('delete' as const), who }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom('compose' as const, 'undo' as const), who }) },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('select' as const),
      who,
      from: fc.nat(6),
      to: fc.integer({ min: 1, max: 4 })
    })
  },
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('deliver' as const), who, to: who, which: fc.nat(50) }) }
)

type Seen = { readonly text: string; readonly start: number; readonly end: number; readonly writes: number }

/** Whoever was before the caret, or in the selection, or behind it, still is. */
function expectSameSides(before: Seen, { field, draft }: Seat): void {
  expect(field.value).toBe(draft.text('reply'))
  for (const [at, character] of [...before.text].entries()) {
    const now = field.value.indexOf(character)
    if (now < 0) continue
    if (at < before.start) expect(now).toBeLessThan(field.selectionStart)
    else if (at >= before.end) expect(now).toBeGreaterThanOrEqual(field.selectionEnd)
    else expect(now >= field.selectionStart && now < field.selectionEnd).toBe(true)
  }
}

/** No word is put under an input method. */
function expectLeftAlone(before: Seen, { field }: Seat): void {
  expect([field.writes, field.value]).toEqual([before.writes, before.text])
}

const counted = { deliveries: 0, whileComposing: 0, selected: 0, undone: 0 }

function play(steps: readonly Step[]): void {
  const seats = [seat(), seat(), seat()]
  const composing = new Set<Seat>()
  let letters = 0
  for (const one of steps) {
    const me = seats[one.who] as Seat
    const { field, bound } = me
    switch (one.kind) {
      case 'type':
        me.type(letter(letters++))
        break
      case 'delete':
        if (field.selectionStart === field.selectionEnd && field.selectionStart > 0) field.selectionStart--
        me.type('')
        break
      case 'select':
        field.setSelectionRange(one.from, one.from + one.to)
        break
      case 'compose':
        if (composing.delete(me)) bound.compose(false)
        else {
          composing.add(me)
          bound.compose(true)
        }
        break
      case 'undo':
        if (composing.has(me)) break
        counted.undone++
        bound.undo(false)
        break
      case 'deliver': {
        const to = seats[one.to] as Seat
        const update = me.written.at(-1 - (one.which % 3))
        if (to === me || !update) break
        const { value: text, selectionStart: start, selectionEnd: end, writes } = to.field
        deliver(update, to)
        counted.deliveries++
        if (end > start) counted.selected++
        if (composing.has(to)) counted.whileComposing++
        const seen = { text, start, end, writes }
        ;(composing.has(to) ? expectLeftAlone : expectSameSides)(seen, to)
      }
    }
  }
  for (const me of composing) me.bound.compose(false)
  meet(...seats)
  const words = seats.map(({ field }) => field.value)
  expect(new Set(words).size).toBe(1)
  expect(words[0]).toBe(seats[0]?.draft.text('reply'))
  expect(new Set(words[0]).size).toBe([...(words[0] ?? '')].length)
}

describe('a field that is written in together', () => {
  test('any order of keys, deletions, compositions and deliveries ends alike for all, and no caret leaves its letters', () => {
    fc.assert(fc.property(fc.array(step, { minLength: 1, maxLength: 60, size: 'max' }), play), {
      numRuns: 150,
      seed: 4
    })
    expect(Math.min(...Object.values(counted)), JSON.stringify(counted)).toBeGreaterThan(20)
  })

  test('what a colleague writes is not put under an input method that composes; it comes when that has done', () => {
    const [ada, bea] = [seat(), seat()]
    ada.type('Hello world')
    meet(ada, bea)
    ada.field.setSelectionRange(5, 5)
    ada.bound.compose(true)
    ada.type(' に')
    bea.field.setSelectionRange(0, 0)
    bea.type('Oh! ')
    bea.field.setSelectionRange(4, 9)
    bea.type('')
    for (const update of bea.written) deliver(update, ada)
    expect(ada.field.value).toBe('Hello に world')
    ada.type('ほ')
    expect(ada.draft.text('reply')).toBe('Oh!  にほ world')
    ada.bound.compose(false)
    expect(ada.field.value).toBe('Oh!  にほ world')
    expect(ada.field.selectionEnd).toBe('Oh!  にほ'.length)
    meet(ada, bea)
    expect(bea.field.value).toBe('Oh!  にほ world')
  })

  test('undo takes back what was typed here and leaves what a colleague wrote', () => {
    const [ada, bea] = [seat(), seat()]
    ada.type('mine')
    meet(ada, bea)
    bea.type(' yours')
    meet(ada, bea)
    ada.bound.undo(false)
    meet(ada, bea)
    expect([ada.field.value, bea.field.value]).toEqual([' yours', ' yours'])
    bea.bound.undo(false)
    expect(bea.field.value).toBe('')
    bea.bound.undo(true)
    expect(bea.field.value).toBe(' yours')
  })

  test('half an emoji is never written, however alike two of them are', () => {
    const [ada, bea] = [seat(), seat()]
    ada.type('😀')
    meet(ada, bea)
    ada.field.setSelectionRange(0, 2)
    ada.type('😁')
    meet(ada, bea)
    bea.field.setSelectionRange(0, 2)
    bea.type('😂')
    meet(ada, bea)
    expect([ada.field.value, bea.field.value]).toEqual(['😂', '😂'])
    expect(ada.draft.text('reply')).not.toContain('\uFFFD')
  })

  test('a caret told to others is found in their copy, and what is no caret is none', () => {
    const [ada, bea] = [seat(), seat()]
    ada.type('Dear Clara')
    meet(ada, bea)
    const caret = caretAt(ada.draft.doc, 'reply', { start: 0, end: 4 })
    bea.field.setSelectionRange(0, 0)
    bea.type('My ')
    expect(placesOf(bea.draft.doc, JSON.parse(JSON.stringify(caret)))).toEqual({ start: 0, end: 7 })
    for (const told of [null, 7, {}, { tname: 'generations', assoc: 0 }, { tname: 'note', assoc: 0 }]) {
      expect(placesOf(bea.draft.doc, { field: 'reply', anchor: told, head: told })).toBe(null)
    }
    expect(bea.draft.doc.share.has('elsewhere')).toBe(false)
  })
})
