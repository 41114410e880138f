/** Asks again until it is so: for what happens on the other side of a wire. */
export async function eventually<T>(
  ask: () => Promise<T>,
  isSo: (answer: T) => boolean,
  withinMs = 60_000
): Promise<T> {
  const giveUpAt = Date.now() + withinMs
  for (;;) {
    const answer = await ask()
    if (isSo(answer)) return answer
    if (Date.now() > giveUpAt) throw new Error(`not so within ${withinMs} ms: ${JSON.stringify(answer)}`)
    await new Promise(resolve => setTimeout(resolve, 100))
  }
}
