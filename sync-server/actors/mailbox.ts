import { Busy } from '../log/group.ts'

export type Mailboxes = {
  /**
   * Does `work` after everything that came for this key before. Another key's mail never waits for it.
   * Rejects with `Busy` when the box is full: nothing was done.
   */
  deliver<T>(key: string, work: () => Promise<T>): Promise<T>
  hasMail(key: string): boolean
  /** How many letters there are, in all boxes. */
  readonly waiting: number
}

type Box = { last: Promise<unknown>; letters: number }

export function mailboxes(mostInOneBox: number): Mailboxes {
  const boxes = new Map<string, Box>()
  let waiting = 0

  function done(key: string, box: Box): void {
    waiting -= 1
    box.letters -= 1
    if (box.letters === 0) boxes.delete(key)
  }

  return {
    deliver(key, work) {
      const box = boxes.get(key) ?? { last: Promise.resolve(), letters: 0 }
      if (box.letters >= mostInOneBox) return Promise.reject(new Busy())
      boxes.set(key, box)
      box.letters += 1
      waiting += 1
      const mine = box.last.then(work)
      box.last = mine
        .catch(() => {
          // Whoever sent it hears of it; the next letter is read all the same.
        })
        .then(() => done(key, box))
      return mine
    },
    hasMail: key => boxes.has(key),
    get waiting() {
      return waiting
    }
  }
}
