/** Ends a `switch` over commands or other values we made ourselves: a forgotten case does not compile. */
export function unreachable(value: never): never {
  throw new Error(`unexpected ${JSON.stringify(value)}`)
}

/** Ends a `switch` over facts: a forgotten case does not compile, and a fact from a newer version is kept, not judged. */
export function unchanged<S>(state: S, _unknown: never): S {
  return state
}
