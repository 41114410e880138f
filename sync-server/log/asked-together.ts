import { groups, type Waiting } from './group.ts'

/** One question must not keep the database from everybody else. */
const mostAtOnce = 500

/**
 * Who asks in one tick, or while those before are answered, asks in one question: when a server is back, thousands of
 * devices ask for a row each at the same moment, and to ask costs more than to find. `read` answers in the order of what
 * was wanted.
 */
export function askedTogether<Wanted, Found>(
  read: (wanted: readonly Wanted[]) => Promise<readonly Found[]>
): (wanted: Wanted) => Promise<Found> {
  async function settle(group: readonly Waiting<Wanted, Found>[]): Promise<void> {
    try {
      const found = await read(group.map(one => one.wanted))
      group.forEach((one, at) => one.resolve(found[at] as Found))
    } catch (error) {
      for (const one of group) one.reject(error instanceof Error ? error : new Error(String(error)))
    }
  }
  return groups<Wanted, Found>(settle, { mostWaiting: Infinity, mostInOneGroup: mostAtOnce }).add
}
