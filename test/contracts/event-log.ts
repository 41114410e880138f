import { describe, expect, test } from 'vitest'
import type { EventLog } from '../../shared/kernel/event-log.ts'
import { handle } from '../../shared/kernel/handle.ts'
import type { Fact, StreamId } from '../../shared/kernel/message.ts'
import { accept, type Decision, type Refusal } from '../../shared/kernel/decision.ts'

/** The law for every `EventLog`. `make` gives an empty one. */
export function eventLogContract(name: string, make: () => Promise<EventLog>): void {
  describe(`${name} keeps the law of the event log`, () => {
    describe('what is read', () => reading(make))
    describe('what is refused', () => refusing(make))
    describe('at the same time', () => racing(make))
  })
}

const stream: StreamId = 'conversation/c-1'

type Noted = Fact & { readonly text: string }

function noted(cause: string, text = `note of ${cause}`): Noted {
  return { type: 'conversation.noted', at: 1_764_000_000_000, by: { kind: 'agent', id: 'agent-1' }, cause, text }
}

async function causes(log: EventLog, of: StreamId = stream): Promise<string[]> {
  return (await log.load(of)).facts.map(fact => fact.cause)
}

function reading(make: () => Promise<EventLog>) {
  test('a stream nobody has written to is empty, at version 0', async () => {
    expect(await (await make()).load(stream)).toEqual({ facts: [], version: 0 })
  })

  test('facts come back in the order they were appended, and the version counts them', async () => {
    const log = await make()
    await log.append(stream, 0, [noted('a')])
    await log.append(stream, 1, [noted('b'), { ...noted('b'), text: 'second of b' }])
    await log.append(stream, 3, [noted('c')])
    expect(await log.load(stream)).toEqual({
      facts: [noted('a'), noted('b'), { ...noted('b'), text: 'second of b' }, noted('c')],
      version: 4
    })
  })

  test('an append answers the events it made, each with its place in the stream', async () => {
    const log = await make()
    await log.append(stream, 0, [noted('a')])
    const appended = await log.append(stream, 1, [noted('b'), noted('b', 'more')])
    expect(appended).toMatchObject({
      result: 'appended',
      events: [
        { stream, version: 2, fact: noted('b') },
        { stream, version: 3, fact: noted('b', 'more') }
      ]
    })
    if (appended.result !== 'appended') throw new Error('unreachable')
    expect(appended.events).toHaveLength(2)
    expect(appended.events[1]!.seq).toBeGreaterThan(appended.events[0]!.seq)
  })

  test('streams do not see each other, not even when one name begins with the other', async () => {
    const log = await make()
    await log.append('conversation/c', 0, [noted('a')])
    await log.append('conversation/c-1', 0, [noted('b')])
    await log.append('contact/c', 0, [noted('c')])
    expect(await causes(log, 'conversation/c')).toEqual(['a'])
    expect(await causes(log, 'conversation/c-1')).toEqual(['b'])
    expect(await causes(log, 'contact/c')).toEqual(['c'])
  })

  test.each([
    ['right to left', 'شكراً جزيلاً، متى يصل طلبي؟'],
    ['outside the basic plane', '👩‍👩‍👧 𝒳 \u{10FFFF}'],
    ['quotes, slashes and braces', `"'\\ \${x} {{1}} </script> $1 %s`],
    ['line ends and controls', 'a\r\n\t\u0001\u001F\u007F\u2028b'],
    ['a zero character, which some databases cannot hold', 'a\u0000b'],
    ['half a character, as a cut-off text leaves it', 'a\uD83Db'],
    ['the text of an escape', String.raw`\u0000 \n`]
  ])('text comes back as it was written: %s', async (_, text) => {
    const log = await make()
    await log.append(stream, 0, [noted('a', text)])
    expect((await log.load(stream)).facts).toEqual([noted('a', text)])
  })

  test('a fact this version does not know is kept as it is', async () => {
    const log = await make()
    const foreign = {
      ...noted('a'),
      type: 'conversation.blessed',
      deep: { list: [1, 0.1, -1e21, null, true, {}], no: null }
    }
    await log.append(stream, 0, [foreign])
    expect((await log.load(stream)).facts).toEqual([foreign])
  })
}

function refusing(make: () => Promise<EventLog>) {
  test('an append at a version that has passed is a conflict and writes nothing', async () => {
    const log = await make()
    await log.append(stream, 0, [noted('a')])
    expect(await log.append(stream, 0, [noted('b'), noted('b')])).toEqual({ result: 'conflict' })
    expect(await causes(log)).toEqual(['a'])
  })

  test('an append at a version that has not been reached is a conflict and writes nothing', async () => {
    const log = await make()
    expect(await log.append(stream, 1, [noted('a')])).toEqual({ result: 'conflict' })
    expect(await log.load(stream)).toEqual({ facts: [], version: 0 })
  })

  test('after a conflict the same cause may still be appended', async () => {
    const log = await make()
    await log.append(stream, 0, [noted('a')])
    await log.append(stream, 0, [noted('b')])
    expect(await log.append(stream, 1, [noted('b')])).toMatchObject({ result: 'appended' })
    expect(await causes(log)).toEqual(['a', 'b'])
  })

  test('a cause that was heard is repeated and writes nothing, at whatever version', async () => {
    const log = await make()
    await log.append(stream, 0, [noted('a')])
    for (const version of [0, 1, 7]) {
      expect(await log.append(stream, version, [noted('a', 'again')])).toEqual({ result: 'repeated' })
    }
    expect((await log.load(stream)).facts).toEqual([noted('a')])
  })

  test('a cause that was heard on one stream is repeated on every other', async () => {
    const log = await make()
    await log.append(stream, 0, [noted('a')])
    expect(await log.append('contact/x', 0, [noted('a')])).toEqual({ result: 'repeated' })
    expect(await log.load('contact/x')).toEqual({ facts: [], version: 0 })
  })
}

function racing(make: () => Promise<EventLog>) {
  test('of two at one version, one is appended and the other is a conflict', async () => {
    const log = await make()
    const answers = await Promise.all(['a', 'b', 'c'].map(cause => log.append(stream, 0, [noted(cause), noted(cause)])))
    expect(answers.map(answer => answer.result).toSorted()).toEqual(['appended', 'conflict', 'conflict'])
    expect((await log.load(stream)).version).toBe(2)
  })

  test('of the same cause many times, one is appended and the rest are repeated', async () => {
    const log = await make()
    const streams: StreamId[] = ['conversation/a', 'conversation/b', 'conversation/a', 'conversation/c']
    const answers = await Promise.all(streams.map(of => log.append(of, 0, [noted('same')])))
    expect(answers.map(answer => answer.result).toSorted()).toEqual(['appended', 'repeated', 'repeated', 'repeated'])
    const loaded = await Promise.all([...new Set(streams)].map(of => log.load(of)))
    expect(loaded.reduce((sum, { version }) => sum + version, 0)).toBe(1)
  })

  test('twenty who decide at once on one stream all get their turn, and none sees half of another', async () => {
    const log = await make()
    const pair = {
      initial: 0,
      // Every decision rests on what it saw: a lost update would leave a number twice.
      decide: (command: { type: string; id: string; at: number }, seen: number): Decision<Noted, Refusal> =>
        accept(noted(command.id, `${seen + 1}`), noted(command.id, `${seen + 2}`)),
      evolve: (seen: number) => seen + 1
    }
    const context = { now: 0, by: { kind: 'system' as const, id: 's' }, may: () => true, reaches: () => true }
    const order = Array.from({ length: 20 }, (_, index) => ({ type: 'count', id: `k-${index}`, at: 0 }))
    for (let waiting = order; waiting.length > 0;) {
      const told = await Promise.allSettled(
        waiting.map(command => handle(log as EventLog<Noted>, pair, stream, command, context))
      )
      waiting = waiting.filter((_, index) => told[index]!.status === 'rejected')
    }
    const { facts, version } = (await log.load(stream)) as { facts: readonly Noted[]; version: number }
    expect(version).toBe(40)
    expect(facts.map(fact => fact.text)).toEqual(Array.from({ length: 40 }, (_, index) => `${index + 1}`))
    expect(facts.every((fact, index) => fact.cause === facts[index - (index % 2)]!.cause)).toBe(true)
  })
}
