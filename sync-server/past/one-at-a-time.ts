/** Somebody else of the workspace plays the past already. */
export class OneRuns extends Error {}

/** Playing a week is a lot to read: of each workspace one at a time, and nobody waits in a line for it. */
export type OneAtATime = {
  /** @throws OneRuns */
  run<T>(tenant: string, work: () => Promise<T>): Promise<T>
}

export function oneAtATime(): OneAtATime {
  const running = new Set<string>()
  return {
    async run(tenant, work) {
      if (running.has(tenant)) throw new OneRuns(`${tenant} plays the past already`)
      running.add(tenant)
      try {
        return await work()
      } finally {
        running.delete(tenant)
      }
    }
  }
}
