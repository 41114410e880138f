import { randomUUID } from 'node:crypto'
import type { FoundTemplates } from './found-templates.ts'
import type { Logger } from 'pino'
import { trustedContext } from '../../shared/identity/may.ts'
import type { TemplateHealth } from '../../shared/protocol/inboxes.ts'
import type { Actors } from '../actors/actors.ts'
import type { Platform } from './port.ts'
import type { InboxSecret, InboxSecrets } from './secrets.ts'

export type TemplateSyncParts = {
  readonly actors: Actors
  readonly secrets: InboxSecrets
  readonly platforms: readonly Platform[]
  /** Where a platform's API is, for an inbox that does not say so itself. */
  readonly baseUrlOf: (platform: string) => string
  readonly logger: Logger
  readonly everyMs?: number
  readonly soonMs?: Soon
}

type Soon = { readonly after: number; readonly apart: number }

/** Keeps what inboxes may say at any time as their platform has it. What it knows of how that went is in memory. */
export type TemplateSync = {
  /** All inboxes, and each that is connected from now on; again and again. */
  begin(): Promise<void>
  /** Asks the platform now, and answers when the inbox has what it said. `undefined`: it has no templates. */
  now(inbox: string): Promise<TemplateHealth | undefined>
  /** They changed there: it is asked within moments. A hundred such calls are one asking. */
  soon(inbox: string): void
  /** `undefined`: the platform was not asked yet, or has no templates. */
  of(inbox: string): TemplateHealth | undefined
  stop(): Promise<void>
}

const usuallyEveryMs = 3_600_000
/** After a failure sooner, and then twice as late each time. */
const firstAgainMs = 2000
const askForMs = 60_000
/** A platform tells of each template by itself, and of some more than once. */
const usuallySoonMs: Soon = { after: 1000, apart: 10_000 }
/** After a start, a hundred inboxes do not ask in one moment. */
const apartMs = 100

export function openTemplateSync(parts: TemplateSyncParts): TemplateSync {
  const { secrets, platforms, everyMs = usuallyEveryMs, soonMs = usuallySoonMs } = parts
  const finders = new Map(platforms.flatMap(one => (one.findTemplates ? [[one.platform, one.findTemplates]] : [])))
  const known = new Map<string, TemplateHealth & { readonly failures: number }>()
  const asking = new Map<string, Promise<TemplateHealth | undefined>>()
  /** What is said of them now may be said too late for the answer that is under way. */
  const changed = new Set<string>()
  const leaving = new AbortController()
  const { later, forget } = openTimers(inbox => quietly(inbox), leaving.signal)
  let unwatch = () => {}

  async function ask(inbox: string): Promise<TemplateHealth | undefined> {
    const secret = await secrets.of(inbox)
    const find = secret && finders.get(secret.platform)
    changed.delete(inbox)
    if (!secret || !find) return undefined
    const { leftOut, fault } = await bring(parts, secret, find, leaving.signal)
    const failures = fault === null ? 0 : (known.get(inbox)?.failures ?? 0) + 1
    const health = { at: Date.now(), leftOut, fault, failures }
    known.set(inbox, health)
    const againMs = failures === 0 ? everyMs : Math.min(firstAgainMs * 2 ** (failures - 1), everyMs)
    later(inbox, changed.has(inbox) ? Math.min(soonMs.apart, againMs) : againMs)
    return healthIn(health)
  }

  /** One question at a time for an inbox: whoever asks meanwhile hears its answer. */
  function now(inbox: string): Promise<TemplateHealth | undefined> {
    const before = asking.get(inbox)
    if (before) return before
    const asked = ask(inbox).finally(() => asking.delete(inbox))
    asking.set(inbox, asked)
    return asked
  }

  function soon(inbox: string): void {
    if (changed.has(inbox)) return
    changed.add(inbox)
    later(inbox, Math.max(soonMs.after, (known.get(inbox)?.at ?? 0) + soonMs.apart - Date.now()))
  }

  function quietly(inbox: string): void {
    now(inbox).catch((error: unknown) => {
      if (leaving.signal.aborted) return
      parts.logger.error({ err: error, inbox }, 'the templates of an inbox could not be synchronised')
      later(inbox, everyMs)
    })
  }

  const of = (inbox: string) => {
    const health = known.get(inbox)
    return health && healthIn(health)
  }
  async function begin(): Promise<void> {
    unwatch = secrets.watch(({ inbox, platform }) => {
      if (finders.has(platform)) quietly(inbox)
    })
    const all = await secrets.all([...finders.keys()])
    for (const [place, { inbox }] of all.entries()) later(inbox, place * apartMs)
  }
  async function stop(): Promise<void> {
    unwatch()
    leaving.abort()
    forget()
    await Promise.allSettled(asking.values())
  }
  return { now, soon, of, begin, stop }
}

/** For each inbox the one moment at which its platform is asked next. */
function openTimers(ask: (inbox: string) => void, leaving: AbortSignal) {
  const timers = new Map<string, NodeJS.Timeout>()
  return {
    later(inbox: string, afterMs: number): void {
      clearTimeout(timers.get(inbox))
      if (leaving.aborted) return
      timers.set(inbox, setTimeout(() => ask(inbox), afterMs).unref())
    },
    forget(): void {
      for (const timer of timers.values()) clearTimeout(timer)
    }
  }
}

function healthIn({ at, leftOut, fault }: TemplateHealth): TemplateHealth {
  return { at, leftOut, fault }
}

function listOf({ templates, others }: Extract<FoundTemplates, { result: 'found' }>) {
  return { templates: [...templates], ...(others.length > 0 && { others: [...others] }) }
}

type Find = NonNullable<Platform['findTemplates']>

/** Asks, and keeps what is said. Nothing becomes a fact when nothing has changed. */
async function bring(
  { actors, baseUrlOf }: TemplateSyncParts,
  secret: InboxSecret,
  find: Find,
  leaving: AbortSignal
): Promise<Pick<TemplateHealth, 'leftOut' | 'fault'>> {
  const { tenant, inbox, platform } = secret
  const baseUrl = secret.baseUrl ?? baseUrlOf(platform)
  const found = await find(secret, { baseUrl, signal: AbortSignal.any([AbortSignal.timeout(askForMs), leaving]) })
  if (found.result === 'not-found') return { leftOut: 0, fault: found.why }
  const command = { type: 'inbox.list-templates' as const, id: randomUUID(), at: Date.now(), inbox }
  const told = await actors.tell(tenant, { ...command, ...listOf(found) }, now =>
    trustedContext({ kind: 'system', id: platform }, now)
  )
  // It was connected a moment ago, and its secrets are here before it is.
  const fault = told.result === 'refused' ? 'This inbox is not connected yet.' : null
  return { leftOut: found.leftOut, fault }
}
