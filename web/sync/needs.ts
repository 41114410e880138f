import type { StreamId } from '../../shared/kernel/message.ts'

export type NeedAnswer = 'stored' | 'complete' | 'offline'

/** Longer than any answer takes that still comes. */
const answerWithinMs = 10_000

/** Who waits for older events of which stream: the server answers by stream, to whichever tab has the socket. */
export class Needs {
  readonly #waiting = new Map<StreamId, Set<(answer: NeedAnswer) => void>>()

  ask(stream: StreamId, send: () => void): Promise<NeedAnswer> {
    return new Promise(resolve => {
      const each = this.#waiting.get(stream) ?? new Set()
      const timer = setTimeout(() => give('offline'), answerWithinMs)
      function give(answer: NeedAnswer): void {
        clearTimeout(timer)
        each.delete(give)
        resolve(answer)
      }
      this.#waiting.set(stream, each.add(give))
      send()
    })
  }

  answer(stream: StreamId, answer: NeedAnswer): void {
    for (const give of this.#waiting.get(stream) ?? []) give(answer)
    this.#waiting.delete(stream)
  }
}
