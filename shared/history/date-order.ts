import type { DateOrder } from './past.ts'
import type { Head } from './whatsapp-head.ts'

const orders: readonly DateOrder[] = ['dmy', 'mdy', 'ymd']
const dayMs = 86_400_000

/** Midnight of the day that a head names, read in this order; `null`: there is no such day. */
export function dayOf({ date }: Pick<Head, 'date'>, order: DateOrder): number | null {
  const [first, second, third] = date
  const [year, month, day] =
    order === 'ymd' ? [first, second, third] : order === 'dmy' ? [third, second, first] : [third, first, second]
  if (day.length > 2 || month.length > 2 || (year.length !== 2 && year.length !== 4)) return null
  const years = commonYear(Number(year) + (year.length === 2 ? 2000 : 0))
  if (years < 2000 || years > 2099) return null
  const at = Date.UTC(years, Number(month) - 1, Number(day))
  // 31 February would be a day in March.
  const read = new Date(at)
  return read.getUTCMonth() === Number(month) - 1 && read.getUTCDate() === Number(day) ? at : null
}

/**
 * In Thailand years are counted from the Buddha: 2566, or 66, is 2023. Nobody wrote on WhatsApp in what was their 2552,
 * so there is no mistaking them until then. What other calendars count is no year here.
 */
function commonYear(year: number): number {
  if (year >= 2052 && year <= 2099) return year + 500 - 543
  return year >= 2552 && year <= 2642 ? year - 543 : year
}

/**
 * The orders in which a whole chat can be read, the likeliest first; more than one: only a person can tell. Lines with
 * a day above 12 decide; so does that an export goes on in time, which in the wrong order leaps back at every month.
 */
export function ordersOf(heads: readonly Head[]): readonly DateOrder[] {
  const judged = orders.map(order => ({ order, faults: faultsOf(heads, order) }))
  const fewest = Math.min(...judged.map(one => one.faults))
  const left = judged.filter(one => one.faults === fewest).map(one => one.order)
  // A year of two digits in front is rarer than anything else that the same figures can mean.
  const likely = left.length > 1 ? left.filter(order => order !== 'ymd') : left
  // Nobody who writes dots puts the month first.
  return heads.every(head => head.mark === '.') && likely.includes('dmy') ? ['dmy'] : likely
}

/** How often there is no such day, or the chat goes back in time. */
function faultsOf(heads: readonly Head[], order: DateOrder): number {
  let faults = 0
  let latest = -Infinity
  for (const head of heads) {
    const day = dayOf(head, order)
    // A clock that was put right goes back an hour or a day.
    if (day === null || day < latest - dayMs) faults += 1
    latest = day ?? latest
  }
  return faults
}
