import type { Logger } from 'pino'
import { takeIn, type IntakeParts } from './intake.ts'
import type { Places } from './places.ts'
import type { Platform, Report } from './port.ts'
import { openRounds, type Rounds } from './rounds.ts'
import type { InboxSecret, InboxSecrets } from './secrets.ts'
import { causeOf } from './telling.ts'

/*
 *      overlap         kept when all of it is on disk
 *   ├───────────┤place                            ├─────────────────┤now
 *   └── asked for; what was told before is no news ┘ its call is still on the way
 */

export type LookingBackParts = IntakeParts & {
  readonly secrets: InboxSecrets
  readonly places: Places
  readonly platforms: readonly Platform[]
  /** Where a platform's API is, for an inbox that does not say so itself. */
  readonly baseUrlOf: (platform: string) => string
  readonly logger: Logger
  readonly now?: () => number
  readonly everyMs?: number
}

const usuallyEveryMs = 10 * 60_000
const firstAgainMs = 5000
/** A status comes long after its message, and clocks are not alike. */
const overlapMs = 3_600_000
/** A platform may call for a while. Twilio: for fifteen seconds, six times over. */
const settleMs = 2 * 60_000
/** A week's messages are many pages. */
const askForMs = 10 * 60_000

/** Asks platforms for what they called for while nobody was here, and for what got lost on the way. */
export function openLookingBack(parts: LookingBackParts): Rounds {
  const { secrets, platforms, logger, now = Date.now, everyMs = usuallyEveryMs } = parts
  const asks = new Map(platforms.flatMap(one => (one.lookBack ? [[one.platform, one.lookBack]] : [])))
  return openRounds({
    secrets,
    platforms: [...asks.keys()],
    logger,
    failure: 'what an inbox may have missed could not be asked for; it is asked for again',
    everyMs,
    firstAgainMs,
    async visit(secret, leaving) {
      const lookBack = asks.get(secret.platform)
      return lookBack ? lookBackFrom(parts, secret, lookBack, now(), leaving) : null
    }
  })
}

async function lookBackFrom(
  parts: LookingBackParts,
  secret: InboxSecret,
  lookBack: NonNullable<Platform['lookBack']>,
  now: number,
  leaving: AbortSignal
): Promise<string | null> {
  const { places, log, baseUrlOf } = parts
  const { tenant, inbox, platform } = secret
  const place = await places.of(tenant, inbox)
  // What was said before it was connected was said to somebody else.
  if (place === null) {
    await places.keep(tenant, inbox, String(now))
    return null
  }
  const until = now - settleMs
  if (until <= Number(place)) return null
  const fault = await lookBack(secret, {
    since: Number(place) - overlapMs,
    until,
    baseUrl: secret.baseUrl ?? baseUrlOf(platform),
    signal: AbortSignal.any([AbortSignal.timeout(askForMs), leaving]),
    known: async message => (await log.heardAt(tenant, causeOf(platform, message))) !== undefined,
    take: async reports => takeIn(parts, secret, await withoutForeign(parts, secret, reports))
  })
  if (fault === null) await places.keep(tenant, inbox, String(until))
  return fault
}

/** Another program of the business may send from the same account: its receipts are nobody's here. */
async function withoutForeign(
  { people, actors }: LookingBackParts,
  { tenant, inbox }: InboxSecret,
  reports: readonly Report[]
): Promise<readonly Report[]> {
  const receipts = reports.filter(report => report.kind === 'receipt')
  const contacts = await people.find(
    tenant,
    receipts.map(({ handles }) => handles)
  )
  const foreign = new Set<Report>()
  for (const [at, receipt] of receipts.entries()) {
    const contact = contacts[at]
    const conversation = contact && people.conversationOf(tenant, inbox, contact)
    const sends = conversation ? (await actors.state(tenant, 'conversation', conversation)).sends : []
    if (!sends.some(one => one.platformId === receipt.platformId)) foreign.add(receipt)
  }
  return reports.filter(report => !foreign.has(report))
}
