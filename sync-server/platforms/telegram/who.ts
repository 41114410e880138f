import type { Handle } from '../../../shared/contacts/events.ts'
import { cut } from '../reading.ts'

/** Never the username: it can be given up and taken by somebody else, who would then read another's conversation. */
export function handlesOf({ id }: { readonly id: number }): Handle[] {
  return [{ platform: 'telegram', kind: 'user_id', value: String(id) }]
}

type Named = { readonly first_name?: string | null | undefined; readonly last_name?: string | null | undefined }

export function nameOf({ first_name, last_name }: Named): string | null {
  const full = [first_name, last_name].map(part => (part ?? '').trim()).filter(part => part !== '')
  return cut(full.join(' '), 120).trim() || null
}
