import { segmentsOf } from '../../shared/platforms/segments.ts'
import { measure, type Strategy } from '../../shared/platforms/strategy.ts'

type Going = Pick<Strategy, 'name' | 'text'>

/** By how much an away message is too long for its platform, in the platform's own unit. `null`: it fits. */
export function awayFault(words: string, { name, text }: Going): string | null {
  const over = measure(words, text) - text.most
  if (over <= 0) return null
  const unit = over === 1 ? text.unit.slice(0, -1) : text.unit
  return `${over.toLocaleString('en')} ${unit} too long: ${name} takes at most ${text.most.toLocaleString('en')}.`
}

/** When it goes, and whether it ever does. */
export function awayHint(words: string, { text }: Going, hasHours: boolean): string {
  if (!hasHours) return 'This inbox has no business hours, so it is always open, and this is never sent.'
  const rule =
    'To who writes outside the business hours: once until it opens, and not within half an hour of an answer.'
  const segments = text.segments && words !== '' ? segmentsOf(words, text.segments).segments : 1
  return segments > 1
    ? `${rule} It goes as ${segments} SMS, each of which is paid for.`
    : `${rule} Nothing: none is sent.`
}
