export type AnsweringOptions = {
  /** Whoever asks is told within this time. */
  readonly patienceMs?: number
  /** What has not answered for so long is away. Until then it may be busy: a checkpoint, a vacuum. */
  readonly awayAfterMs?: number
}

/**
 * Whether something answers, for who asks often and must not wait: `ask` is under way once at a time. What fails is away
 * at once, what says nothing after a while, and what was away is back when it answers.
 */
export function answering(
  ask: () => Promise<unknown>,
  { patienceMs = 500, awayAfterMs = 5000 }: AnsweringOptions = {}
): () => Promise<boolean> {
  let isThere = true
  let asking: { readonly since: number; readonly answer: Promise<unknown> } | undefined

  function begin() {
    const begun = { since: performance.now(), answer: settled() }
    async function settled(): Promise<void> {
      try {
        await ask()
        isThere = true
      } catch {
        // Why is said where something was to be stored; here it counts that nothing can be.
        isThere = false
      }
      if (asking === begun) asking = undefined
    }
    return begun
  }

  return async () => {
    const { since, answer } = (asking ??= begin())
    let timer: NodeJS.Timeout | undefined
    await Promise.race([answer, new Promise(resolve => (timer = setTimeout(resolve, patienceMs)))])
    clearTimeout(timer)
    if (asking && performance.now() - since > awayAfterMs) {
      isThere = false
      // The next question may find a connection that is well.
      asking = undefined
    }
    return isThere
  }
}
