/** What the doctor sees. `advice`: what to do about it. */
export type Finding = {
  readonly about: string
  readonly state: 'ok' | 'warning' | 'bad'
  readonly found: string
  readonly advice?: string
}

/** Bad above or at `bad`, a warning above or at `warning`. */
export function graded(
  about: string,
  value: number,
  { warning, bad, found, advice }: { warning: number; bad: number; found: string; advice: string }
): Finding {
  if (value < warning) return { about, state: 'ok', found }
  return { about, state: value < bad ? 'warning' : 'bad', found, advice }
}
