/** What is heard while something is being worked on waits until that is done. */
export function inTurn<T>(work: (input: T) => void): (input: T) => void {
  const waiting: T[] = []
  let isAtWork = false
  return input => {
    waiting.push(input)
    if (isAtWork) return
    isAtWork = true
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) work(next)
    isAtWork = false
  }
}
