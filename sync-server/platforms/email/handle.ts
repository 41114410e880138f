import type { Handle } from '../../../shared/contacts/events.ts'

/** Upper and lower case are one: no server that anybody uses tells them apart. */
export function handleOf(address: string): Handle {
  return { platform: 'email', kind: 'address', value: address.toLowerCase() }
}
