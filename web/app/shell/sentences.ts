import { refusalSentence } from '../../conversations/refusal-sentence.ts'
import { doneWords, notDone } from './command-words.ts'

/** What is said of what was done, or was not. Nothing in the first paint says any of it. */
export const sentences = { doneWords, notDone, refusalSentence }
