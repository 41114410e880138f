import type { Logger } from 'pino'
import type { InboxSecret, InboxSecrets } from './secrets.ts'

export type RoundsParts = {
  readonly secrets: Pick<InboxSecrets, 'of' | 'all' | 'watch'>
  readonly platforms: readonly string[]
  readonly logger: Logger
  /** What goes wrong, for the log. */
  readonly failure: string
  /** Does what there is to do for an inbox. `null`: it is done, or need not be yet; otherwise why not, in a sentence. */
  visit(secret: InboxSecret, leaving: AbortSignal): Promise<string | null>
  readonly everyMs: number
  /** After a failure sooner, and then twice as late each time. */
  readonly firstAgainMs: number
}

/** Goes to every inbox of some platforms, and to each that is connected from now on; again and again. */
export type Rounds = {
  begin(): Promise<void>
  /** Of each inbox where it went wrong the last time, why. */
  worries(): readonly Worry[]
  stop(): Promise<void>
}

/** What somebody who runs an inbox should know, in a sentence. */
export type Worry = { readonly inbox: string; readonly worry: string }

/** After a start, a hundred inboxes are not visited in one moment. */
const apartMs = 500

export function openRounds(parts: RoundsParts): Rounds {
  const { secrets, platforms, logger, failure, everyMs, firstAgainMs } = parts
  const worries = new Map<string, string>()
  const failures = new Map<string, number>()
  const timers = new Map<string, NodeJS.Timeout>()
  const visits = new Map<string, Promise<void>>()
  const leaving = new AbortController()
  let unwatch = () => {}

  async function visit(inbox: string): Promise<void> {
    const secret = await secrets.of(inbox)
    if (!secret || !platforms.includes(secret.platform)) return
    const worry = await parts.visit(secret, leaving.signal)
    if (worry === null) {
      worries.delete(inbox)
      failures.delete(inbox)
      return
    }
    worries.set(inbox, worry)
    failures.set(inbox, (failures.get(inbox) ?? 0) + 1)
    if (!leaving.signal.aborted) logger.warn({ tenant: secret.tenant, inbox, worry }, failure)
  }

  /** One at a time for an inbox. */
  function soon(inbox: string): void {
    const visited = (visits.get(inbox) ?? Promise.resolve())
      .then(() => (leaving.signal.aborted ? undefined : visit(inbox)))
      .catch((error: unknown) => {
        failures.set(inbox, (failures.get(inbox) ?? 0) + 1)
        if (!leaving.signal.aborted) logger.error({ err: error, inbox }, failure)
      })
      .then(() => {
        const failed = failures.get(inbox) ?? 0
        later(inbox, failed === 0 ? everyMs : Math.min(firstAgainMs * 2 ** (failed - 1), everyMs))
      })
    visits.set(inbox, visited)
  }

  function later(inbox: string, afterMs: number): void {
    clearTimeout(timers.get(inbox))
    if (leaving.signal.aborted) return
    timers.set(inbox, setTimeout(() => soon(inbox), afterMs).unref())
  }

  return {
    async begin() {
      unwatch = secrets.watch(({ inbox, platform }) => {
        if (platforms.includes(platform)) soon(inbox)
      })
      const all = await secrets.all(platforms)
      for (const [place, { inbox }] of all.entries()) later(inbox, place * apartMs)
    },
    worries: () => [...worries].map(([inbox, worry]) => ({ inbox, worry })),
    async stop() {
      unwatch()
      leaving.abort()
      for (const timer of timers.values()) clearTimeout(timer)
      await Promise.allSettled(visits.values())
    }
  }
}
