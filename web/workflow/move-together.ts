import { dispatch } from '../app/dispatch.ts'
import { canUndo, tellRefused } from '../app/shell/act.ts'
import { toast } from '../ui/toast.tsx'
import type { Column } from './boards.ts'
import { moveInto } from './moves.ts'

/** Moves them one after the other and says so once. They are also taken back together. */
export async function moveTogether(column: Column, ids: readonly string[]): Promise<void> {
  const undos: (() => Promise<boolean>)[] = []
  let refused = 0
  for (const id of ids) {
    const wish = moveInto(column, id)
    if (!wish) continue
    const answer = await dispatch(wish)
    if (answer.accepted && answer.undo) undos.push(answer.undo)
    if (answer.accepted) continue
    refused++
    // One reason is read, a dozen are not: the others have mostly the same.
    if (refused === 1) await tellRefused(wish, answer.refusal)
  }
  if (undos.length === 0) return
  const words = `${undos.length === 1 ? '1 card' : `${undos.length} cards`} moved to ${column.stage.name}`
  const takeBack = canUndo(
    () => words,
    async () => {
      const answers: boolean[] = []
      // The last one first: it stands behind the others.
      for (const undo of undos.toReversed()) answers.push(await undo())
      return answers.some(Boolean)
    }
  )
  toast(refused === 0 ? words : `${words}, ${refused} not`, { name: 'Undo', run: takeBack })
}
