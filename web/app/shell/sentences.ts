import { refusalSentence } from '../../conversations/refusal-sentence.ts'
import { further } from '../../workflow/say-why.ts'
import { redoOf } from '../../workflow/redo.ts'
import { givenBackWords } from '../../outbox/given-back-words.ts'
import { doneWords, whatIsNotDone } from './command-words.ts'

/** What is said of what was done and how it goes on, or was not and how it is done after all. Nothing in the first paint says any of it. */
export const sentences = { doneWords, further, givenBackWords, redoOf, refusalSentence, whatIsNotDone }
