import type { Handle } from '../../../shared/contacts/events.ts'

/** What a platform knows somebody by that is their telephone number. */
const telephones: ReadonlySet<string> = new Set(['wa_id', 'number'])

/** A telephone number is grouped for reading; everything else is shown as it is. */
export function handleText({ kind, value }: Handle): string {
  if (kind === 'visitor') return 'Web chat visitor'
  if (!telephones.has(kind) || !/^\+?\d{8,15}$/.test(value)) return value
  const digits = value.replace('+', '')
  // Half a continent each has one digit, and is used to its own groups.
  if (/^[17]\d{10}$/.test(digits)) return digits.replace(/(.)(...)(...)(.*)/, '+$1 $2 $3 $4')
  return `+${digits.slice(0, -9)} ${digits.slice(-9, -6)} ${digits.slice(-6, -3)} ${digits.slice(-3)}`.replace(
    '+ ',
    '+'
  )
}
