/**
 * Does this key belong to an input method? Safari says so only by the old code: there the Enter that accepts what was
 * composed comes after its end (WebKit bug 165004).
 */
export function composes(event: Pick<KeyboardEvent, 'isComposing' | 'keyCode'>): boolean {
  return event.isComposing || event.keyCode === 229
}
