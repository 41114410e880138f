/**
 * Who asks while a reading of the same is under way waits for the next one, and shares it with all who ask meanwhile:
 * nobody is told what was read before they asked, and no more than one reading is under way for each key.
 */
export function sharedReading<T>(read: (key: string) => Promise<T>): (key: string) => Promise<T> {
  const next = new Map<string, Promise<T>>()
  const underWay = new Map<string, Promise<T>>()

  async function readAfter(key: string, before: Promise<T> | undefined): Promise<T> {
    // How it ended is told to those who share it.
    await before?.catch(() => {})
    next.delete(key)
    const reading = read(key)
    underWay.set(key, reading)
    try {
      return await reading
    } finally {
      if (underWay.get(key) === reading) underWay.delete(key)
    }
  }

  return key => {
    const waiting = next.get(key)
    if (waiting) return waiting
    const reading = readAfter(key, underWay.get(key))
    next.set(key, reading)
    return reading
  }
}
