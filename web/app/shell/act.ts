import type { AnyRefusal, ClientCommand } from '../../../shared/catalog.ts'
import type { Redo } from '../../workflow/redo.ts'
import { fillIn } from '../../workflow/fill-in.ts'
import { keepFocus } from '../../ui/keep-focus.ts'
import { toast, type Act } from '../../ui/toast.ts'
import type { Dispatched, DispatchRefusal, Wish } from '../device.ts'
import { dispatch } from '../dispatch.ts'
import { nameOf } from './agent-name.ts'
import { go } from './route.ts'
import { say } from './say.ts'

type Own = {
  /** What happened, where the screen has better words than the command. */
  readonly done?: string
  /** It can be seen, so only a refusal is told. It can still be undone with the key. */
  readonly quiet?: boolean
}

type Undo = { words(): string | Promise<string>; run(): Promise<boolean> }

const mostUndone = 20
let undone: readonly Undo[] = []
let refused: Redo | null = null

/** Does it and says so, with Undo and what goes on from there; or says why not. For everything that is done with a key or a click instead of words. */
export async function act(wish: Wish, own: Own = {}): Promise<Dispatched> {
  const answer = await dispatch(wish)
  if (!answer.accepted) {
    await tellRefused(wish, answer.refusal)
    return answer
  }
  const words = async () => own.done ?? (await say()).doneWords(wish, { now: Date.now(), nameOf })
  const run = answer.undo && canUndo(words, answer.undo)
  if (!own.quiet) toast(await words(), run && { name: 'Undo', run }, (await say()).further(wish))
  return answer
}

/** Undo knows of it from now on, with the key as well. Answers what takes it back. */
export function canUndo(words: Undo['words'], run: Undo['run']): () => Promise<void> {
  const entry = { words, run }
  undone = [...undone, entry].slice(-mostUndone)
  return () => takeBack(entry)
}

/** Why it was not done, and the one thing that helps: what it needs first, or the same again, else `otherwise`. */
export async function tellRefused(
  command: ClientCommand | Wish,
  refusal: AnyRefusal | DispatchRefusal,
  otherwise?: Act
): Promise<void> {
  const { notDone, redoOf, refusalSentence } = await say()
  const redo = redoOf(command, refusal)
  refused = redo
  toast(
    `${notDone(command)} ${refusalSentence(refusal, { now: Date.now(), nameOf })}`,
    redo ? { name: redo.name, run: () => follow(redo) } : otherwise
  )
}

/** Ctrl-Z: the last thing that was done and can be undone. */
export function undoLast(): boolean {
  const last = undone.at(-1)
  if (!last) return false
  void keepFocus(document.activeElement as HTMLElement, () => takeBack(last))
  return true
}

/** Ctrl-Shift-Z: what was refused last, once more. */
export function redoRefused(): boolean {
  if (!refused) return false
  follow(refused)
  return true
}

function follow(redo: Redo): void {
  if (refused === redo) refused = null
  if (!redo.needs) return void act(redo.wish)
  go({ screen: 'board', workflow: redo.needs.workflow, conversation: null, mine: false, label: null })
  fillIn.value = { card: redo.needs.card, fields: redo.needs.fields, then: redo.wish }
}

async function takeBack(entry: Undo): Promise<void> {
  undone = undone.filter(other => other !== entry)
  const isUndone = await entry.run()
  toast(isUndone ? `Undone: ${await entry.words()}` : 'It is too late to undo this.')
}
