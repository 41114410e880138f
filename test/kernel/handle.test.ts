import { expect, test } from 'vitest'
import { accept, refuse } from '../../shared/kernel/decision.ts'
import type { Decider } from '../../shared/kernel/decider.ts'
import type { Appended, EventLog } from '../../shared/kernel/event-log.ts'
import { handle } from '../../shared/kernel/handle.ts'
import type { Command, Fact } from '../../shared/kernel/message.ts'
import { trustedContext } from '../../shared/identity/may.ts'

/** A door that lets in one at a time: the smallest aggregate with a rule. */
const door: Decider<number, Command, Fact, { reason: string }> = {
  initial: 0,
  decide: (command, inside, context) =>
    command.type === 'door.look'
      ? accept()
      : inside > 0
        ? refuse({ reason: 'full' })
        : accept({ type: 'door.entered', at: command.at, by: context.by, cause: command.id }),
  evolve: inside => inside + 1
}
const by = { kind: 'system', id: 'test' } as const
const context = trustedContext(by, 10)
const enter: Command = { type: 'door.enter', id: 'e1', at: 5 }

function logAnswering(...answers: (Appended<Fact> | 'append')[]): EventLog & { loads: number } {
  const facts: Fact[] = []
  return {
    loads: 0,
    async load() {
      this.loads++
      return { facts, version: facts.length }
    },
    async append(stream, version, more) {
      const answer = answers.shift()
      if (answer !== 'append') return answer ?? { result: 'conflict' }
      facts.push(...more)
      const events = more.map((fact, i) => ({ seq: 1 + i, stream, version: version + 1 + i, recordedAt: 10, fact }))
      return { result: 'appended', events }
    }
  }
}

test('an accepted command is appended, and the new state is remembered', async () => {
  const log = logAnswering('append')
  const handled = await handle(log, door, 'door/1', enter, context)
  expect(handled).toMatchObject({ result: 'accepted', remembered: { state: 1, version: 1 } })
  expect(handled.result === 'accepted' && handled.events[0]?.fact.cause).toBe('e1')
})

test('what an actor remembers is not loaded again', async () => {
  const log = logAnswering('append')
  await handle(log, door, 'door/1', enter, context, { state: 0, version: 0 })
  expect(log.loads).toBe(0)
})

test('who loses a race loads and decides again', async () => {
  const log = logAnswering({ result: 'conflict' }, 'append')
  const handled = await handle(log, door, 'door/1', enter, context, { state: 0, version: 0 })
  expect(handled.result).toBe('accepted')
  expect(log.loads).toBe(1)
})

test('a race that never ends is a bug, and says so', async () => {
  await expect(handle(logAnswering(), door, 'door/1', enter, context)).rejects.toThrow(/changed 8 times/)
})

test('a cause heard before is repeated', async () => {
  const log = logAnswering({ result: 'repeated' })
  expect(await handle(log, door, 'door/1', enter, context)).toEqual({ result: 'repeated' })
})

test('a refusal appends nothing', async () => {
  const handled = await handle(logAnswering(), door, 'door/1', enter, context, { state: 1, version: 1 })
  expect(handled).toMatchObject({ result: 'refused', refusal: { reason: 'full' } })
})

test('an answer without facts touches no log', async () => {
  const look: Command = { type: 'door.look', id: 'l1', at: 5 }
  const handled = await handle(logAnswering(), door, 'door/1', look, context, { state: 1, version: 1 })
  expect(handled).toMatchObject({ result: 'accepted', events: [], remembered: { version: 1 } })
})
