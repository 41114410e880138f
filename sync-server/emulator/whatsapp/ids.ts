import { randomBytes } from 'node:crypto'
import { inventedNumber, readableNumber } from '../numbers.ts'
import type { PhoneIds } from '../phones.ts'

/** A customer is known by the number, in digits without the plus. */
export const whatsappIds: PhoneIds = {
  invented: inventedNumber,
  readable: id => (isNumber(id) ? readableNumber(id) : 'number not shown')
}

/** Else it is a business-scoped user id: of a customer who shows no number. */
export function isNumber(phone: string): boolean {
  return /^\d+$/.test(phone)
}

/** The business-scoped user id WhatsApp would give this customer. */
export function userIdOf(phone: string): string {
  return isNumber(phone) ? `XX.${phone}` : phone
}

export function newMessageId(): string {
  return `wamid.${randomBytes(33).toString('base64')}`
}
