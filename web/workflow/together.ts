import type { Wish } from '../app/device.ts'
import { dispatch } from '../app/dispatch.ts'
import { canUndo, tellRefused } from '../app/shell/act.ts'
import { toast, type Act } from '../ui/toast.ts'
import type { Column } from './boards.ts'
import { explainAllOf } from './explain-together.ts'
import { moveInto } from './moves.ts'

/** Moves them one after the other, each behind the one before. */
export async function moveTogether(column: Column, ids: readonly string[]): Promise<void> {
  const words = (count: number) => `${count === 1 ? '1 card' : `${count} cards`} moved to ${column.stage.name}`
  await together(ids, id => moveInto(column, id), words, explainAllOf)
}

/** Does the same to each of them and says so once. They are also taken back together. */
export async function together(
  ids: readonly string[],
  wishOf: (id: string) => Wish | null,
  words: (count: number) => string,
  further: (done: readonly Wish[]) => Act | undefined = () => undefined
): Promise<void> {
  const done: Wish[] = []
  const undos: (() => Promise<boolean>)[] = []
  let refused = 0
  for (const id of ids) {
    const wish = wishOf(id)
    if (!wish) continue
    const answer = await dispatch(wish)
    if (answer.accepted) done.push(wish)
    if (answer.accepted && answer.undo) undos.push(answer.undo)
    if (answer.accepted) continue
    refused++
    // One reason is read, a dozen are not: the others have mostly the same.
    if (refused === 1) await tellRefused(wish, answer.refusal)
  }
  if (undos.length === 0) return
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
  toast(refused === 0 ? said : `${said}, ${refused} not`, { name: 'Undo', run: takeBack }, further(done))
}
