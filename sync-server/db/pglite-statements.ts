import { parse, protocol, type messages, type PGlite, type Results } from '@electric-sql/pglite'

/** A statement that PostgreSQL has parsed: what it takes, and what it answers. */
type Prepared = {
  readonly name: string
  readonly takes: readonly number[]
  readonly answers: readonly messages.BackendMessage[]
}

const mostPrepared = 100
const mostNoticed = 500

/**
 * Runs statements in one message each, and those that come again from a plan that is kept: to plan the statement of a
 * commit costs more than to run it. PGlite's own `query` sends six messages and plans every time.
 */
export function statements(pg: PGlite): (text: string, values: readonly unknown[]) => Promise<Results> {
  const prepared = new Map<string, Prepared>()
  const noticed = new Set<string>()
  let named = 0

  async function prepare(text: string): Promise<Prepared> {
    const name = `s${++named}`
    const { parse: parsed, describe, sync } = protocol.serialize
    const answers = await tell(parsed({ name, text }), describe({ type: 'S', name }), sync())
    const made = { name, takes: parse.parseDescribeStatementResults(answers), answers: answers.filter(isDescription) }
    prepared.set(text, made)
    for (const [oldest, { name: unused }] of prepared) {
      if (prepared.size <= mostPrepared) break
      prepared.delete(oldest)
      await tell(protocol.serialize.close({ type: 'S', name: unused }), sync())
    }
    return made
  }

  async function run({ name, takes, answers }: Prepared, values: readonly unknown[]): Promise<Results> {
    const { bind, execute, sync } = protocol.serialize
    const bound = values.map((value, index) => asText(value, pg.serializers[takes[index] ?? 0]))
    const told = await tell(bind({ statement: name, values: bound }), execute({}), sync())
    return parse.parseResults([...answers, ...told], pg.parsers)[0]!
  }

  async function tell(...parts: readonly Uint8Array[]): Promise<messages.BackendMessage[]> {
    return (await pg.execProtocol(Buffer.concat(parts), { syncToFs: false })).messages
  }

  return async (text, values) => {
    const known = prepared.get(text)
    if (known) {
      // A Map keeps the order of insertion: putting it back makes it the youngest.
      prepared.delete(text)
      prepared.set(text, known)
    } else if (!noticed.delete(text)) {
      // Most of what is asked once is never asked again: it has a day or a name spelled out in it.
      noticed.add(text)
      if (noticed.size > mostNoticed) noticed.clear()
      return pg.query(text, [...values])
    }
    const statement = known ?? (await prepare(text))
    try {
      return await run(statement, values)
    } catch (error) {
      // The schema moved away under it: the next one is made anew.
      if (['0A000', '26000'].includes((error as { code?: string }).code ?? '')) prepared.delete(text)
      throw error
    }
  }
}

function isDescription(message: messages.BackendMessage): boolean {
  return message.name === 'rowDescription'
}

function asText(value: unknown, serialize: ((value: unknown) => string) | undefined = String): string | null {
  return value === null || value === undefined ? null : serialize(value)
}
