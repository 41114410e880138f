/** A contact that was merged says into whom; nothing of either is rewritten, so taking the link away gives back all. */
type Linked = { readonly merged?: { readonly into: string } }
type Find = (contact: string) => Linked | undefined

/**
 * From a contact upwards, along the links, to the one whose name the person has. The last may be nobody we hold.
 * Hopes of two devices may go round in a circle for a moment: it is cut.
 */
export function lineOf(contact: string, find: Find): readonly string[] {
  const line = [contact]
  for (let into = find(contact)?.merged?.into; into && !line.includes(into); into = find(into)?.merged?.into) {
    line.push(into)
  }
  return line
}

/** Who a contact is a part of: the same for all parts of one person. */
export function personOf(contact: string, find: Find): string {
  return lineOf(contact, find).at(-1) ?? contact
}
