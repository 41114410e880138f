import type { Dispatched, Wish } from '../device.ts'
import { dispatch } from '../dispatch.ts'
import { nameOf } from './agent-name.ts'
import { toast } from '../../ui/toast.tsx'
import { doneWords, notDone } from './command-words.ts'
import { refusalSentence } from '../../conversations/refusal-sentence.ts'

type Undo = { readonly words: string; run(): Promise<boolean> }

const mostUndone = 20
let undone: readonly Undo[] = []

/** Does it and says so, with Undo; or says why not. For everything that is done with a key or a click instead of words. */
export async function act(wish: Wish): Promise<Dispatched> {
  const told = { now: Date.now(), nameOf }
  const answer = await dispatch(wish)
  if (!answer.accepted) {
    toast(`${notDone(wish)} ${refusalSentence(answer.refusal, told)}`)
    return answer
  }
  const words = doneWords(wish, told)
  const { undo } = answer
  if (!undo) {
    toast(words)
    return answer
  }
  const entry = { words, run: undo }
  undone = [...undone, entry].slice(-mostUndone)
  toast(words, { name: 'Undo', run: () => void takeBack(entry) })
  return answer
}

/** Ctrl-Z: the last thing that was done and can be undone. */
export function undoLast(): boolean {
  const last = undone.at(-1)
  if (!last) return false
  void takeBack(last)
  return true
}

async function takeBack(entry: Undo): Promise<void> {
  undone = undone.filter(other => other !== entry)
  toast((await entry.run()) ? `Undone: ${lowerFirst(entry.words)}` : 'It is too late to undo this.')
}

function lowerFirst(words: string): string {
  return words.charAt(0).toLowerCase() + words.slice(1)
}
