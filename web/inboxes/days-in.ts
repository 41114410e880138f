/** What was typed as days: nothing is for ever, `null`; `undefined`: it is no number of days. */
export function daysIn(typed: string): number | null | undefined {
  const text = typed.trim()
  if (text === '') return null
  const days = Number(text)
  return /^\d{1,5}$/.test(text) && days >= 1 && days <= 36_500 ? days : undefined
}
