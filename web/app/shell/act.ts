import type { AnyRefusal, ClientCommand } from '../../../shared/catalog.ts'
import type { Redo } from '../../workflow/redo.ts'
import { fillIn } from '../../workflow/fill-in.ts'
import { keepFocus } from '../../ui/keep-focus.ts'
import { toast, type Act } from '../../ui/toast.ts'
import type { Dispatched, DispatchRefusal, Wish } from '../device.ts'
import { discardRefused, dispatch } from '../dispatch.ts'
import { outbox } from '../live.ts'
import { nameOf } from './agent-name.ts'
import { go } from './route.ts'
import { say } from './say.ts'

type Own = {
  /** What happened, where the screen has better words than the command. */
  readonly done?: string
  /** It can be seen, so only a refusal is told. It can still be undone with the key. */
  readonly quiet?: boolean
  /** What the server had refused, and is done with this. */
  readonly instead?: string | undefined
}

type Undo = { words(): string | Promise<string>; run(): Promise<boolean> }

const mostUndone = 20
let undone: readonly Undo[] = []
/** What can be done after all. `instead`: the entry of the outbox that stands there as not done. */
export type AfterAll = { readonly redo: Redo; readonly instead: string | undefined }
let refused: readonly AfterAll[] = []

/** Does it and says so, with Undo and what goes on from there; or says why not. For everything that is done with a key or a click instead of words. */
export async function act(wish: Wish, own: Own = {}): Promise<Dispatched> {
  const answer = await dispatch(wish)
  if (!answer.accepted) {
    await tellRefused(wish, answer.refusal, { instead: own.instead })
    return answer
  }
  if (own.instead !== undefined) await discardRefused(own.instead)
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
  { otherwise, instead }: { readonly otherwise?: Act; readonly instead?: string | undefined } = {}
): Promise<void> {
  const { refusalSentence, whatIsNotDone } = await say()
  const told = { now: Date.now(), nameOf, workflow: 'workflow' in command ? command.workflow : undefined }
  const after = await noteRefused(command, refusal, instead)
  toast(
    `${whatIsNotDone(command, told)} ${refusalSentence(refusal, told)}`,
    after ? { name: after.redo.name, run: () => follow(after) } : otherwise
  )
}

/** Whether it can be done after all: if so, the key knows of it from now on. */
export async function noteRefused(
  command: ClientCommand | Wish,
  refusal: AnyRefusal | DispatchRefusal,
  instead?: string
): Promise<AfterAll | null> {
  const redo = (await say()).redoOf(command, refusal)
  if (!redo) return null
  const after = { redo, instead }
  // What was refused on the spot was seen then: only the last of it may still be meant.
  refused = [...refused.filter(isKept), after]
  return after
}

/** It still stands in the outbox. */
function isKept({ instead }: AfterAll): boolean {
  return outbox.peek().some(({ id }) => id === instead)
}

/** Ctrl-Z: the last thing that was done and can be undone. */
export function undoLast(): boolean {
  const last = undone.at(-1)
  if (!last) return false
  void keepFocus(document.activeElement as HTMLElement, () => takeBack(last))
  return true
}

/** Ctrl-Shift-Z: what was refused last, once more; then what was refused before it. */
export function redoRefused(): boolean {
  const last = refused.findLast(one => one.instead === undefined || isKept(one))
  if (!last) return false
  follow(last)
  return true
}

export function follow({ redo, instead }: AfterAll): void {
  refused = refused.filter(one => one.redo !== redo && (instead === undefined || one.instead !== instead))
  if (!redo.needs) return void act(redo.wish, { instead })
  go({ screen: 'board', workflow: redo.needs.workflow, conversation: null, mine: false, label: null })
  fillIn.value = { card: redo.needs.card, fields: redo.needs.fields, then: redo.wish, instead }
}

async function takeBack(entry: Undo): Promise<void> {
  undone = undone.filter(other => other !== entry)
  const isUndone = await entry.run()
  toast(isUndone ? `Undone: ${await entry.words()}` : 'It is too late to undo this.')
}
