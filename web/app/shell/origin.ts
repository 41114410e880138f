import type { ContactRow } from '../live.ts'
import { nameOfContact } from './contact-name.ts'
import { handleText } from './handle-text.ts'
import { platformName } from './platform-glyph.tsx'

/** What tells one part of a person from another: where they write from there. */
export function originOf(part: ContactRow): string {
  const [handle] = part.handles
  if (!handle) return nameOfContact(part)
  const from = handle.kind === 'visitor' ? '' : ` ${handleText(handle)}`
  return `${platformName(handle.platform)}${from}`
}
