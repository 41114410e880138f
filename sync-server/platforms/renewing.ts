import type { Logger } from 'pino'
import { strategyOf } from '../../shared/platforms/strategies.ts'
import type { Platform } from './port.ts'
import { openRounds, type Rounds } from './rounds.ts'
import type { InboxSecret, InboxSecrets } from './secrets.ts'

export type RenewingParts = {
  readonly secrets: InboxSecrets
  readonly platforms: readonly Platform[]
  /** Where a platform's API is, for an inbox that does not say so itself. */
  readonly baseUrlOf: (platform: string) => string
  readonly logger: Logger
  readonly now?: () => number
}

const dayMs = 86_400_000
const everyMs = dayMs / 4
const firstAgainMs = 3_600_000
/** So early that weeks are left for whoever has to be told. */
const renewBeforeMs = 30 * dayMs
/** A platform that cannot be reached for a day is no reason to call for anybody. */
const callBeforeMs = 14 * dayMs
/** One that is a day younger than it has to be may just not be renewed yet. */
const youngForMs = 2 * dayMs
const askForMs = 30_000

/** Keeps access tokens that end from ending. */
export function openRenewing(parts: RenewingParts): Rounds {
  const { secrets, platforms, logger, now = Date.now } = parts
  const renewals = new Map(platforms.flatMap(one => (one.renew ? [[one.platform, one.renew]] : [])))
  return openRounds({
    secrets,
    platforms: [...renewals.keys()],
    logger,
    failure: 'the access token of an inbox could not be renewed',
    everyMs,
    firstAgainMs,
    async visit(secret, leaving) {
      const renew = renewals.get(secret.platform)
      return renew ? renewWhenDue(parts, secret, renew, now(), leaving) : null
    }
  })
}

/** `null`: it holds. Otherwise what somebody should know, in a sentence. */
export async function renewWhenDue(
  { secrets, baseUrlOf }: Pick<RenewingParts, 'secrets' | 'baseUrlOf'>,
  secret: InboxSecret,
  renew: NonNullable<Platform['renew']>,
  now: number,
  leaving: AbortSignal
): Promise<string | null> {
  const { inbox, platform, accessToken, token } = secret
  // Nobody has said how old one is that somebody pasted: it is renewed as soon as that can be.
  const leftMs = token?.endsAt === undefined ? undefined : token.endsAt - now
  if (leftMs !== undefined && leftMs > renewBeforeMs) return null
  const baseUrl = secret.baseUrl ?? baseUrlOf(platform)
  const signal = AbortSignal.any([AbortSignal.timeout(askForMs), leaving])
  const renewed = await renew(secret, { baseUrl, signal })
  switch (renewed.result) {
    case 'needless':
      return null
    case 'renewed': {
      const { accessToken: next, forMs } = renewed
      await secrets.keepAccessToken(inbox, accessToken, { accessToken: next, since: now, endsAt: now + forMs })
      return null
    }
    case 'refused': {
      const isYoung = token?.since !== undefined && now - token.since < youngForMs
      return isYoung && leftMs === undefined ? null : worryOf(secret, now, renewed.words)
    }
    case 'unasked':
      return leftMs !== undefined && leftMs > callBeforeMs ? null : worryOf(secret, now, 'it could not be reached')
  }
}

function worryOf({ platform, token }: InboxSecret, now: number, why: string): string {
  const { name } = strategyOf(platform)
  const reason = why.replace(/[\s.]+$/, '')
  const did = `${name} did not renew this inbox’s access token (${reason})`
  if (token?.endsAt === undefined) {
    return `${did}. It ends some time after it was made: an admin has to connect the inbox again with a new one.`
  }
  const day = new Date(token.endsAt).toISOString().slice(0, 10)
  return token.endsAt <= now
    ? `${did}, and it has ended on ${day}. An admin has to connect the inbox again with a new one.`
    : `${did}, which ends on ${day}. An admin has to connect the inbox again with a new one before that.`
}
