import { only, type Command } from '../command.ts'
import { Misused } from '../refused.ts'

export const archive: Command = {
  name: 'archive',
  usage: '[--older-than <days>]',
  about: [
    'closes what is over and moves every day that is older than this (COLD_AFTER_DAYS if not given) out of the',
    'database to ARCHIVE_URL; it is read from there from then on. The server does it every hour'
  ],
  options: { 'older-than': { type: 'string' } },
  async run(desk) {
    const given = desk.text('older-than')
    if (given !== undefined && !/^[1-9]\d{0,4}$/.test(given))
      throw new Misused('--older-than must be a number of days.')
    const { days } = await only(desk.ask('archive', { olderThan: given === undefined ? null : Number(given) }))
    const extent = days.length > 0 ? `: ${days[0]} to ${days.at(-1)}` : ''
    await desk.print({ days }, `${days.length} days were moved to the archive${extent}.`)
  }
}
