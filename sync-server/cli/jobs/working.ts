import type { Progress, Word } from './job.ts'

/** Hands on how far a piece of work is while it is under way, and then what came of it. */
export async function* working<Item>(
  work: (tell: (progress: Progress) => void) => Promise<Item>
): AsyncGenerator<Word<Item>> {
  let latest: Progress | null = null
  let moved = Promise.withResolvers<'moved'>()
  const result = work(progress => {
    latest = progress
    moved.resolve('moved')
  })
  // It is awaited below; until then a failure is nobody's surprise.
  result.catch(() => undefined)
  while ((await Promise.race([moved.promise, result])) === 'moved' && latest !== null) {
    const progress: Progress = latest
    latest = null
    moved = Promise.withResolvers()
    yield { progress }
  }
  yield { item: await result }
}
