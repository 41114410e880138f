import type { Money } from '../../shared/workflow/events.ts'

/** Money of different currencies is never added up: one sum each, the largest first. */
export function sumsOf(values: Iterable<Money | null>): readonly Money[] {
  const sums = new Map<string, number>()
  for (const value of values) {
    if (value) sums.set(value.currency, (sums.get(value.currency) ?? 0) + value.minor)
  }
  return [...sums].map(([currency, minor]) => ({ minor, currency })).sort((a, b) => b.minor - a.minor)
}

const formats = new Map<string, Intl.NumberFormat>()
const units = new Map<string, number>()

/** `€1,150`, and `€74.50` only where there are cents. */
export function moneyWords({ minor, currency }: Money): string {
  const unit = unitOf(currency)
  const whole = minor % unit === 0
  const key = `${currency} ${whole}`
  const known =
    formats.get(key) ??
    new Intl.NumberFormat('en', {
      style: 'currency',
      currency,
      currencyDisplay: 'narrowSymbol',
      ...(whole && { maximumFractionDigits: 0, minimumFractionDigits: 0 })
    })
  formats.set(key, known)
  return known.format(minor / unit)
}

/** How many of the smallest unit make one: 100 cents, 1 yen, 1,000 fils. */
export function unitOf(currency: string): number {
  const known = units.get(currency)
  if (known !== undefined) return known
  const { maximumFractionDigits = 2 } = new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions()
  const unit = 10 ** maximumFractionDigits
  units.set(currency, unit)
  return unit
}

/** What somebody typed, in the smallest unit. `null`: that is no amount, or a finer one than there is money for. */
export function minorOf(typed: string, currency: string): number | null {
  const text = typed
    .trim()
    .replace(/\s/g, '')
    .replace(/,(\d{1,2})$/, '.$1')
    .replaceAll(',', '')
  const unit = unitOf(currency)
  const amount = /^\d+(?:\.(\d+))?$/.exec(text)
  // `1.150` is a thousand and more to many, and one and fifteen hundredths to nobody.
  if (!amount || 10 ** (amount[1]?.length ?? 0) > unit) return null
  const minor = Math.round(Number(text) * unit)
  return Number.isSafeInteger(minor) ? minor : null
}
