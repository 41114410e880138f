import type { Picture } from '../../shared/routing/picture.ts'
import type { Batch } from '../log/recorded.ts'
import type { Follow } from '../log/follow.ts'
import type { Pictures } from './pictures.ts'
import { workspaceRouter, type RouterParts, type WorkspaceRouter } from './workspace-router.ts'

/** Timers lose count over days and sleeping machines: look at the clock at least this often. */
const longestNapMs = 60_000
const afterFailureMs = 5000

export type RoutingParts = Omit<RouterParts, 'follow' | 'pictures'> & {
  readonly follow: Pick<Follow, 'since' | 'head' | 'follower'>
  readonly pictures: Pictures
  readonly now?: () => number
  /** What came due while the server was down waits this long: devices and platforms have something to say first. */
  readonly graceMs?: number
  /** A picture is kept this long after it changed, or when so many events would have to be read again. */
  readonly keepAfterMs?: number
  readonly keepAfterEvents?: number
}

export type Routing = {
  /** Resolves when everything committed up to this call was routed. */
  caughtUp(): Promise<void>
  /** Looks at what a workspace's router knows at the end of its log: `look` answers at once, and changes nothing. */
  ask<T>(tenant: string, look: (picture: Picture, now: number) => T): Promise<T>
  stop(): Promise<void>
}

/** Gives what waits to who may take it, in every workspace, as its log goes on and as the time comes. */
export async function startRouting(parts: RoutingParts): Promise<Routing> {
  const { follow, pictures, now = Date.now, graceMs = 2000 } = parts
  const attended = new Map<string, Attended>()
  const notBefore = now() + graceMs
  const of = (tenant: string) => {
    const known = attended.get(tenant)
    if (known) return known
    const made = attend(workspaceRouter({ ...parts, now }, tenant), tenant, { ...parts, now, notBefore })
    attended.set(tenant, made)
    return made
  }
  const follower = follow.follower('routing', batch => of(batch.tenant).follow(batch))
  for (const tenant of await pictures.unquiet()) of(tenant).wake()
  return {
    caughtUp: () => follower.caughtUp(),
    ask: (tenant, look) => of(tenant).ask(picture => look(picture, now())),
    async stop() {
      await follower.stop()
      for (const one of attended.values()) await one.stop()
    }
  }
}

type Attended = {
  follow(batch: Batch): Promise<void>
  ask<T>(look: (picture: Picture) => T): Promise<T>
  wake(): void
  stop(): Promise<void>
}

type Attendance = Pick<RoutingParts, 'report' | 'keepAfterMs' | 'keepAfterEvents'> & {
  readonly now: () => number
  readonly notBefore: number
}

/** One workspace's router with its clock: one thing after the other, an alarm for what comes due, and now and then it is kept. */
function attend(router: WorkspaceRouter, tenant: string, how: Attendance): Attended {
  const { now, notBefore, report, keepAfterMs = 30_000, keepAfterEvents = 5000 } = how
  let turn: Promise<void> = Promise.resolve()
  let alarm: NodeJS.Timeout | undefined
  let keeping: NodeJS.Timeout | undefined
  let stopped = false

  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = turn.then(work)
    turn = done.then(
      () => undefined,
      () => undefined
    )
    return done
  }
  function setAlarm(at: number | null): void {
    clearTimeout(alarm)
    if (at === null || stopped) return
    alarm = setTimeout(ring, Math.max(0, Math.min(Math.max(at, notBefore) - now(), longestNapMs)))
  }
  function ring(): void {
    const due = router.nextLook
    if (due !== null && due > now()) return setAlarm(due)
    inTurn(() => router.passTime(now())).then(rest, (error: unknown) => {
      report(error, tenant)
      setAlarm(now() + afterFailureMs)
    })
  }
  function rest(): void {
    setAlarm(router.nextLook)
    if (router.unkept >= keepAfterEvents) return keepSoon(0)
    if (router.unkept > 0) keepSoon(keepAfterMs)
  }
  function keepSoon(afterMs: number): void {
    if (stopped || (keeping && afterMs > 0)) return
    clearTimeout(keeping)
    keeping = setTimeout(() => {
      keeping = undefined
      // Nothing is lost but a little work: the log is read again from where it was kept last.
      inTurn(() => router.keep()).catch((error: unknown) => report(error, tenant))
    }, afterMs)
  }

  return {
    async follow(batch) {
      await inTurn(() => router.follow(batch))
      rest()
    },
    ask: look => inTurn(async () => look(await router.picture())),
    wake: () => setAlarm(0),
    async stop() {
      stopped = true
      clearTimeout(alarm)
      clearTimeout(keeping)
      await turn
      await router.keep().catch((error: unknown) => report(error, tenant))
    }
  }
}
