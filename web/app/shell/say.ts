import type { sentences } from './sentences.ts'

/** When not even the words can be fetched, the outbox still knows what happened. */
const plain: typeof sentences = {
  doneWords: () => 'Done',
  further: () => undefined,
  givenBackWords: () => 'Your last words are back in the composer.',
  redoOf: () => null,
  refusalSentence: () => 'Why cannot be shown while you are offline.',
  whatIsNotDone: () => 'Not done.'
}

/** The sentences, from a package of their own that comes soon after the first paint. */
export async function say(): Promise<typeof sentences> {
  return import('./sentences.ts').then(
    loaded => loaded.sentences,
    () => plain
  )
}
