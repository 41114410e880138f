import { expect, test } from 'vitest'
import { newIntake, stepIntake, type IntakeEffect, type IntakeInput } from '../../sync-server/sync/engine/intake.ts'

const uuid = (n: number) => `0197a0f0-0000-7000-8000-${String(n).padStart(12, '0')}`
const note = (n: number, after: string | null = null) => {
  return { n, after, command: { type: 'conversation.note', id: uuid(n), at: 1, conversation: 'c', text: 'x' } }
}
const pushed = (by: string, ...items: readonly ReturnType<typeof note>[]): IntakeInput<string> => {
  return { type: 'pushed', by, items }
}
const judged = (n: number): IntakeInput<string> => ({
  type: 'judged',
  ack: { n, command: null, seq: n, refusal: null }
})

function given(acked: number, ...past: readonly IntakeInput<string>[]) {
  const before = past.reduce((intake, input) => stepIntake(intake, input).intake, newIntake<string>(acked))
  return {
    when(input: IntakeInput<string>) {
      const { intake, effects } = stepIntake(before, input)
      return {
        intake,
        then: (...expected: readonly Partial<IntakeEffect<string>>[]) => expect(effects).toMatchObject(expected)
      }
    }
  }
}

test('[P2] commands are judged one by one in the order of n', () => {
  given(0)
    .when(pushed('tab', note(1), note(2)))
    .then({ type: 'tell', n: 1 })
  given(0, pushed('tab', note(1), note(2)))
    .when(judged(1))
    .then({ type: 'answer', to: 'tab' }, { type: 'tell', n: 2 })
  const { intake, then } = given(0, pushed('tab', note(1), note(2)), judged(1)).when(judged(2))
  then({ type: 'answer' }, { type: 'taken', to: 'tab', expected: null })
  expect(intake.acked).toBe(2)
})

test('[P2] the same n again is recalled, not judged, and acked stays where it is', () => {
  given(5)
    .when(pushed('tab', note(3)))
    .then({ type: 'recall', n: 3 })
  const ack = { n: 3, command: uuid(3), seq: 8, refusal: null }
  const { intake, then } = given(5, pushed('tab', note(3))).when({ type: 'recalled', ack })
  then({ type: 'answer', ack }, { type: 'taken', expected: null })
  expect(intake.acked).toBe(5)
})

test('[P2] a gap is named, and nothing after it is judged', () => {
  given(2)
    .when(pushed('tab', note(4), note(5)))
    .then({ type: 'taken', expected: 3 })
})

test('[P3] a withdrawn command and one that nobody understands consume their n', () => {
  given(0)
    .when({ type: 'pushed', by: 'tab', items: [{ n: 1, command: null, after: null }] })
    .then({ type: 'record', n: 1, command: null, refusal: null })
  const foreign = { n: 1, after: null, command: { type: 'conversation.levitate', id: uuid(1) } }
  const platforms = { ...note(1), command: { ...note(1).command, id: 'wamid.of-a-message-to-come' } }
  for (const item of [foreign, platforms]) {
    given(0)
      .when({ type: 'pushed', by: 'tab', items: [item] })
      .then({ type: 'record', refusal: { reason: 'not-understood' } })
  }
})

test('[P3] what rests on a refused command is refused with it, and what rests on another is judged', () => {
  const resting = pushed('tab', note(2, uuid(1)))
  given(1)
    .when(resting)
    .then({ type: 'look-up-rest', command: uuid(1) })
  given(1, resting)
    .when({ type: 'rest-known', isRefused: true })
    .then({ type: 'record', n: 2, refusal: { reason: 'depends-on-refused', after: uuid(1) } })
  given(1, resting).when({ type: 'rest-known', isRefused: false }).then({ type: 'tell', n: 2 })
})

test('[R2] a command that our own code breaks on is refused, and what comes after it goes on', () => {
  given(0, pushed('tab', note(1), note(2)))
    .when({ type: 'broke' })
    .then({ type: 'record', n: 1, refusal: { reason: 'not-understood' } })
  given(0, pushed('tab', note(1), note(2)), { type: 'broke' })
    .when(judged(1))
    .then({ type: 'answer' }, { type: 'tell', n: 2 })
})

test('[R2] when the machine fails, the rest of that push comes again, and other sockets go on', () => {
  const { intake, then } = given(0, pushed('tab', note(1), note(2)), pushed('other', note(1))).when({ type: 'failed' })
  then({ type: 'give-up', to: 'tab' }, { type: 'tell', by: 'other', n: 1 })
  expect(intake.acked).toBe(0)
})

test('[T1] a tab that wakes from the dead waits its turn, and gets the first answers', () => {
  const both = given(0, pushed('tab', note(1)), pushed('zombie', note(1)))
  both.when(judged(1)).then({ type: 'answer', to: 'tab' }, { type: 'taken', to: 'tab' }, { type: 'recall', n: 1 })
})

test('[P2] who hangs up leaves the rest unjudged; what is at work is kept for when they ask again', () => {
  const { intake, then } = given(0, pushed('tab', note(1), note(2)), { type: 'left', by: 'tab' }).when(judged(1))
  then({ type: 'answer' }, { type: 'taken' })
  expect(intake).toEqual({ acked: 1, pushes: [], isAtWork: false })
  given(0, pushed('tab', note(1)), pushed('gone', note(2)), { type: 'left', by: 'gone' })
    .when(judged(1))
    .then({ type: 'answer' }, { type: 'taken', to: 'tab' })
})

test('[P2] what was answered so long ago that it was forgotten is judged anew, and acked stays where it is', () => {
  const forgotten = { type: 'recalled', ack: null } as const
  given(5, pushed('tab', note(1), note(2)))
    .when(forgotten)
    .then({ type: 'tell', n: 1 })
  given(5, pushed('tab', note(2, uuid(1))))
    .when(forgotten)
    .then({ type: 'look-up-rest', command: uuid(1) })
  given(5, { type: 'pushed', by: 'tab', items: [{ n: 1, command: null, after: null }] })
    .when(forgotten)
    .then({ type: 'record', n: 1, command: null, refusal: null })
  const { intake, then } = given(5, pushed('tab', note(1), note(2)), forgotten).when(judged(1))
  then({ type: 'answer', to: 'tab' }, { type: 'recall', n: 2 })
  expect(intake.acked).toBe(5)
})
