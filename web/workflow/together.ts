import type { Wish } from '../app/device.ts'
import { dispatch } from '../app/dispatch.ts'
import { canUndo, tellRefused } from '../app/shell/act.ts'
import { toast, type Act } from '../ui/toast.ts'
import type { Column } from './boards.ts'
import { explainAllOf } from './explain-together.ts'
import { moveInto } from './moves.ts'

/** Moves them one after the other, each behind the one before. Answers which were refused. */
export async function moveTogether(column: Column, ids: readonly string[]): Promise<readonly string[]> {
  const words = (count: number) => `${count === 1 ? '1 card' : `${count} cards`} moved to ${column.stage.name}`
  return together(ids, id => moveInto(column, id), words, explainAllOf)
}

/** Does the same to each of them and says so once. They are also taken back together. */
export async function together(
  ids: readonly string[],
  wishOf: (id: string) => Wish | null,
  words: (count: number) => string,
  further: (done: readonly Wish[]) => Act | undefined = () => undefined
): Promise<readonly string[]> {
  const done: Wish[] = []
  const undos: (() => Promise<boolean>)[] = []
  const refused: string[] = []
  for (const id of ids) {
    const wish = wishOf(id)
    if (!wish) continue
    const answer = await dispatch(wish)
    if (answer.accepted) done.push(wish)
    if (answer.accepted && answer.undo) undos.push(answer.undo)
    if (answer.accepted) continue
    refused.push(id)
    // One reason is read, a dozen are not: the others have mostly the same.
    if (refused.length === 1) await tellRefused(wish, answer.refusal)
  }
  if (undos.length === 0) return refused
  const said = words(undos.length)
  const takeBack = canUndo(
    () => said,
    async () => {
      const answers: boolean[] = []
      // The last one first: it stands behind the others.
      for (const undo of undos.toReversed()) answers.push(await undo())
      return answers.some(Boolean)
    }
  )
  const lacking = refused.length === 0 ? '' : `, ${refused.length} not`
  toast(`${said}${lacking}`, { name: 'Undo', run: takeBack }, further(done))
  return refused
}
