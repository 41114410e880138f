import { measure } from '../../shared/platforms/strategy.ts'
import { mayEdit, mayUnsend } from '../../shared/protocol/emulator-later.ts'
import type { Phone, PhoneChange, PhoneMessage } from '../../shared/protocol/emulator.ts'
import type { Played } from './played.ts'

/** The customer changes what they said, or takes it back: their phone shows it, and its platform tells. In a sentence: why not. */
export function changing(
  { world, later, standIn }: Pick<Played, 'world' | 'later' | 'standIn'>,
  phone: Phone,
  { of, text }: PhoneChange
): PhoneMessage | string {
  const at = Date.now()
  const { name, text: limit } = world.strategy
  const message = phone.messages.find(({ id }) => id === of)
  const may = text === null ? mayUnsend : mayEdit
  if (!message || !may(later, message, at)) {
    return text === null ? 'This cannot be taken back, or not any more.' : 'This cannot be changed, or not any more.'
  }
  if (text !== null && measure(text, limit) > limit.most) return `This is more than ${name} takes.`
  const changed = world.changed(phone.id, message, text)
  standIn.changed?.(world.phone(phone.id), changed, at)
  return changed
}
