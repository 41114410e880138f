/** Runs each when the page has nothing else to do, one after the other. Answers how to call off what is left. */
export function whenIdle(next: () => void, ...rest: readonly (() => void)[]): () => void {
  let callOff = soon(() => {
    next()
    const [first, ...others] = rest
    if (first) callOff = whenIdle(first, ...others)
  })
  return () => callOff()
}

function soon(run: () => void): () => void {
  // Safari does not tell; what a first screen still has to do is done by then.
  if (!('requestIdleCallback' in window)) {
    const timer = setTimeout(run, 250)
    return () => clearTimeout(timer)
  }
  const asked = requestIdleCallback(run)
  return () => cancelIdleCallback(asked)
}
