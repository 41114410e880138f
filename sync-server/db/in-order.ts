export type InOrder = {
  /** Starts `work` when all that came before has started, and no transaction is under way. */
  statement<T>(work: () => Promise<T>): Promise<T>
  /** Starts `work` likewise, and nothing else before it has ended. */
  transaction<T>(work: () => Promise<T>): Promise<T>
}

type Turn = { readonly alone: boolean; start(): Promise<unknown> }

/**
 * Before somebody who works off in order what he is handed, as PGlite's thread does: he need not wait until the answer to
 * one statement was read before he gets the next. Only a transaction must be left alone.
 */
export function inOrder(): InOrder {
  const waiting: Turn[] = []
  let taken = false

  function next(): void {
    while (!taken) {
      const turn = waiting.shift()
      if (!turn) return
      taken = turn.alone
      const ended = turn.start()
      if (turn.alone) void ended.then(release)
    }
  }

  function release(): void {
    taken = false
    next()
  }

  function take<T>(work: () => Promise<T>, alone: boolean): Promise<T> {
    return new Promise((resolve, reject) => {
      waiting.push({ alone, start: () => work().then(resolve, reject) })
      next()
    })
  }

  return {
    statement: work => take(work, false),
    transaction: work => take(work, true)
  }
}
