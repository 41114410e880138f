import type { Command } from '../command.ts'

/** The rest are counted. */
const mostNamed = 20

export const rebuild: Command = {
  name: 'rebuild',
  usage: '[--tenant <id>] [--replace]',
  about: [
    'draws every table that follows the log from the first event on, beside the live one, and names the rows that',
    'differ; with --replace they become what the log says. It ends with 1 when any differed. A server that runs',
    'has some of it in memory: after --replace start it again'
  ],
  options: { tenant: { type: 'string' }, replace: { type: 'boolean' } },
  async run(desk) {
    let bad = 0
    const input = { tenant: desk.text('tenant') ?? null, replace: desk.flag('replace') }
    for await (const { tenant, events, ms, tables, replaced } of desk.ask('rebuild', input)) {
      const perSecond = Math.round((1000 * events) / Math.max(1, ms))
      for (const { table, rows, more, differences } of tables) {
        bad += differences.length
        const named = differences.slice(0, mostNamed)
        const item = { tenant, table, rows, more, events, eventsPerSecond: perSecond, differences: differences.length }
        const counted = `${rows} rows${more > 0 ? `, and ${more} the log does not speak of` : ''}`
        const verdict =
          differences.length === 0 ? 'same' : `${differences.length} DIFFER${replaced ? ', replaced' : ''}`
        const lines = named.map(({ key, what }) => `\n\t${Object.values(key).join(' ')} ${what}`)
        await desk.print({ ...item, named, replaced }, `${tenant}\t${table}\t${counted}\t${verdict}${lines.join('')}`)
      }
      await desk.print(
        { tenant, events, eventsPerSecond: perSecond },
        `${tenant}\t${events} events, ${perSecond} a second`
      )
    }
    return bad > 0 ? 1 : 0
  }
}
