export async function until(
  holds: () => boolean | Promise<boolean>,
  what: string | (() => string) = holds.toString(),
  withinMs = 30_000
): Promise<void> {
  const end = Date.now() + withinMs
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(`did not come true in time: ${typeof what === 'string' ? what : what()}`)
    await new Promise(resolve => setTimeout(resolve, 5))
  }
}
