const reasons: ReadonlyMap<number, string> = new Map([
  [413, 'too-big'],
  [415, 'not-what-it-says'],
  [422, 'no-such-file'],
  [429, 'too-many-files']
])
/** Not met yet, or not heard in time. */
const notYet: ReadonlySet<number> = new Set([401, 408, 425])

/** Why a file was not taken, where another try would not change it: by us, or by what stands before us. `undefined`: it is tried again. */
export function whyNotTaken(status: number): string | undefined {
  if (status < 400 || status >= 500 || notYet.has(status)) return undefined
  return reasons.get(status) ?? 'turned-away'
}
