import type { Contact } from '../../shared/contacts/contact.ts'
import type { Wish } from '../app/device.ts'

type Named = Pick<Contact, 'name' | 'namedByAgent' | 'metAt'>
/** A person's uppermost contact, and the one that was found to be the same as one of the others. */
type End = { readonly top: Named & { readonly contact: string }; readonly part: string }

/** Which of the two becomes a part of the other: the person keeps the name that an agent gave, else any, else the older. */
export function mergeWish(a: End, b: End): Wish {
  const [kept, other] = isKept(a.top, b.top) ? [a, b] : [b, a]
  return { type: 'contact.merge', contact: other.top.contact, into: kept.part }
}

function isKept(a: Named, b: Named): boolean {
  const difference = weight(a) - weight(b)
  return difference === 0 ? a.metAt <= b.metAt : difference > 0
}

function weight({ name, namedByAgent }: Named): number {
  return name === null ? 0 : namedByAgent ? 2 : 1
}
