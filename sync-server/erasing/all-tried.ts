/** Does one after the other, whatever becomes of those before: what can be taken away is. @throws the first error, in the end */
export async function allTried(steps: Iterable<() => Promise<unknown>>): Promise<void> {
  const errors: unknown[] = []
  for (const step of steps) {
    try {
      await step()
    } catch (error) {
      errors.push(error)
    }
  }
  if (errors.length > 0) throw errors[0]
}
