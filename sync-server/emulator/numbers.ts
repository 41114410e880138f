import { randomBytes } from 'node:crypto'

/** 555-0100 to 555-0199 are kept for stories: they belong to nobody, whatever the area code. In digits. */
export function inventedNumber(): string {
  const [area = 0, line = 0] = randomBytes(2)
  return `1${201 + area * 3}55501${String(line % 100).padStart(2, '0')}`
}

/** Country codes of two digits; 1 and 7 have one, all others three. */
const twoDigits = /^(2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58])/

/** A number in digits as a person reads it. */
export function readableNumber(digits: string): string {
  const country = /^[17]/.exec(digits)?.[0] ?? twoDigits.exec(digits)?.[0] ?? digits.slice(0, 3)
  const [area, middle, line] = [digits.slice(country.length, -7), digits.slice(-7, -4), digits.slice(-4)]
  return `+${[country, area, middle, line].filter(Boolean).join(' ')}`
}
