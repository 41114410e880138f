import { act } from '../app/shell/act.ts'
import { personRow } from '../app/shell/contact-name.ts'
import { held } from '../app/shell/name-now.ts'
import { mergeWish } from './merge-wish.ts'

/** `mine` and `theirs` are the two contacts that are one person; each brings all that it was merged with before. */
export async function merge(mine: string, theirs: string): Promise<void> {
  const [top, other] = [personRow(mine, held), personRow(theirs, held)]
  if (!top || !other) return
  await act(mergeWish({ top, part: mine }, { top: other, part: theirs }))
}
