import { cut, list, part, type Item } from '../reading.ts'

/** One line for whoever runs the account. `trouble`: less can be sent than before, or soon will be. */
export type Said = { readonly trouble: boolean; readonly sentence: string }

export const trouble = (sentence: string): Said => ({ trouble: true, sentence })
export const news = (sentence: string): Said => ({ trouble: false, sentence })

/** A vendor's own word, where there is none of ours: `SOME_NEW_THING` reads “some new thing”. */
export function plain(word: unknown): string {
  const said = typeof word === 'string' || typeof word === 'number' ? String(word) : ''
  return cut(said.replaceAll('_', ' ').toLowerCase().trim(), 80) || 'something it does not name'
}

/** Our words for theirs. */
function ours<T>(table: Readonly<Record<string, T>>, theirs: unknown): T | undefined {
  return typeof theirs === 'string' && Object.hasOwn(table, theirs) ? table[theirs] : undefined
}

/** A word of theirs that is a name and stays as it is. */
export function named(value: unknown): string {
  return cut(typeof value === 'string' ? value.trim() : '', 120)
}

const day = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' })

/** Seconds, or a date in words, as some of these fields have it. */
export function dayOf(value: unknown): string {
  const seconds = Number(value)
  if (value !== null && value !== '' && seconds > 0 && seconds < 8e9) return day.format(seconds * 1000)
  return named(value)
}

const onDay = (value: unknown) => (dayOf(value) ? ` on ${dayOf(value)}` : '')

function numberOf(value: Item): string {
  const said = String(value['display_phone_number'] ?? value['phone_number'] ?? '')
  if (said === '') return 'the number'
  return /^\d+$/.test(said) ? `+${cut(said, 20)}` : cut(said, 40)
}

const accountEvents: Readonly<Record<string, Said>> = {
  VERIFIED_ACCOUNT: news('WhatsApp has verified the account.'),
  ACCOUNT_DELETED: trouble('The business account was deleted at WhatsApp. Nothing can be sent.'),
  ACCOUNT_OFFBOARDED: trouble(
    'The account was disconnected, because a phone changed or the number was registered anew.'
  ),
  ACCOUNT_RECONNECTED: news('The account is connected again.'),
  PARTNER_ADDED: news('The business account is shared with a partner.'),
  PARTNER_APP_INSTALLED: news('An app was given access to the business account.'),
  PARTNER_APP_UNINSTALLED: trouble(
    'An app may no longer use the business account. If it is this one, nothing comes and nothing goes.'
  ),
  AD_ACCOUNT_LINKED: news('An ad account was linked with the business account.'),
  MM_LITE_TERMS_SIGNED: news('The terms of the marketing messages API were accepted.'),
  AUTH_INTL_PRICE_ELIGIBILITY_UPDATE: news('Rates for international authentication apply to the business account.'),
  VOLUME_BASED_PRICING_TIER_UPDATE: news('The business account has another price tier.')
}

/** Meta's "account_update". */
export function ofAccount(value: Item): Said {
  const { event } = value
  switch (event) {
    case 'DISABLED_UPDATE':
      return ofBan(part(value, 'ban_info'))
    case 'ACCOUNT_RESTRICTION':
      return ofRestriction(list(value['restriction_info']))
    case 'ACCOUNT_VIOLATION':
      return trouble(
        `WhatsApp says that the business account breaks its rules: ${plain(part(value, 'violation_info')['violation_type'])}.`
      )
    case 'PARTNER_REMOVED': {
      const { reason } = part(value, 'disconnection_info')
      const why = reason === undefined ? '' : `: ${plain(reason)}`
      return trouble(`The business account is no longer shared with a partner${why}. If it was ours, nothing comes.`)
    }
    case 'BUSINESS_PRIMARY_LOCATION_COUNTRY_UPDATE':
      return news(`The business is at home in ${named(value['country']) || 'another country'} now, says WhatsApp.`)
    case 'PARTNER_CLIENT_CERTIFICATION_STATUS_UPDATE': {
      const { status } = part(value, 'partner_client_certification_info')
      return news(`The verification of the business that a partner asked for: ${plain(status)}.`)
    }
    default:
      return ours(accountEvents, event) ?? news(`WhatsApp tells of the business account: ${plain(event)}.`)
  }
}

function ofBan({ waba_ban_state: state, waba_ban_date: date }: Item): Said {
  if (state === 'REINSTATE') return news('WhatsApp has opened the business account again.')
  if (state === 'SCHEDULE_FOR_DISABLE') return trouble(`WhatsApp will disable the business account${onDay(date)}.`)
  return trouble(`WhatsApp has disabled the business account${onDay(date)}. Nothing can be sent.`)
}

const restricted: Readonly<Record<string, string>> = {
  RESTRICTED_ADD_PHONE_NUMBER_ACTION: 'no numbers can be added',
  RESTRICTED_BIZ_INITIATED_MESSAGING: 'customers cannot be written to first',
  RESTRICTED_CUSTOMER_INITIATED_MESSAGING: 'customers who write cannot be answered',
  RESTRICTED_UTILITY_TEMPLATES: 'no utility templates can be made',
  RESTRICTED_DIRECT_SEND_UTILITY_TEMPLATES: 'utility templates cannot be sent directly',
  RESTRICTED_BUSINESS_INITIATED_CALLING: 'customers cannot be called',
  RESTRICTED_USER_INITIATED_CALLING: 'customers cannot call',
  RESTRICTED_BIZ_INITIATED_AND_USER_INITIATED_CALLING: 'there are no calls',
  RESTRICTED_USER_INITIATED_CALLING_CALL_BUTTON_HIDDEN: 'customers see no button to call'
}

function ofRestriction(all: readonly unknown[]): Said {
  const each = all.map(one => {
    const { restriction_type: type, expiration } = part({ one }, 'one')
    const until = dayOf(expiration)
    return `${ours(restricted, type) ?? plain(type)}${until && ` until ${until}`}`
  })
  return trouble(`WhatsApp has restricted the business account${each.length > 0 ? `: ${each.join('; ')}` : ''}.`)
}

const alerts: Readonly<Record<string, string>> = {
  INCREASED_CAPABILITIES_ELIGIBILITY_DEFERRED: 'WhatsApp has put off whether the limits of the business are raised.',
  INCREASED_CAPABILITIES_ELIGIBILITY_FAILED: 'WhatsApp does not raise the limits of the business.',
  INCREASED_CAPABILITIES_ELIGIBILITY_NEED_MORE_INFO: 'WhatsApp wants to know more before it raises any limits.',
  OBA_APPROVED: 'The number is an official business account now.',
  OBA_REJECTED: 'The number does not become an official business account.',
  PROFILE_PICTURE_LOST: 'The picture of the business profile is lost, and has to be put there again.'
}

/** Meta's "account_alerts"; older ones have what is in `alert_info` beside the rest. */
export function ofAlert(value: Item): Said {
  const { alert_type: type, alert_severity: severity } = { ...value, ...part(value, 'alert_info') }
  const sentence = ours(alerts, type) ?? `WhatsApp has an alert: ${plain(type)}.`
  return { trouble: severity === 'CRITICAL', sentence }
}

/** Meta's "account_review_update". */
export function ofReview({ decision }: Item): Said {
  switch (decision) {
    case 'APPROVED':
      return news('WhatsApp has looked at the business account and approved it.')
    case 'REJECTED':
      return trouble('WhatsApp has looked at the business account and rejected it. Nothing can be sent.')
    case 'PENDING':
    case 'DEFERRED':
      return trouble('WhatsApp still looks at the business account. Until then nothing can be sent.')
    default:
      return news(`WhatsApp has looked at the business account: ${plain(decision)}.`)
  }
}

/** How many customers may be written to first in a day: `TIER_2K`, 2000, or -1 for any number. */
function limitOf(value: unknown): number | undefined {
  if (value === 'TIER_UNLIMITED' || Number(value) === -1) return Infinity
  const [, digits, thousand] = /^(?:TIER_)?(\d{1,9})(K?)$/.exec(String(value)) ?? []
  return digits === undefined ? undefined : Number(digits) * (thousand ? 1000 : 1)
}

function limitWords(limit: number | undefined): string {
  if (limit === undefined) return ''
  const many = limit === Infinity ? 'any number of' : `at most ${limit.toLocaleString('en')}`
  return ` In 24 hours ${many} customers may be written to first.`
}

/** Meta's "phone_number_quality_update"; `current_limit` is what `max_daily_conversations_per_business` was called. */
export function ofQuality(value: Item): Said {
  const who = numberOf(value)
  const limit = limitOf(value['max_daily_conversations_per_business'] ?? value['current_limit'])
  const before = limitOf(value['old_limit'])
  const isLowered = limit !== undefined && before !== undefined && limit < before
  const words = limitWords(limit)
  switch (value['event']) {
    case 'FLAGGED':
      return trouble(`The quality of ${who} is low: customers block or report it.${words}`)
    case 'UNFLAGGED':
      return news(`The quality of ${who} is good again.${words}`)
    case 'DOWNGRADE':
      return trouble(`WhatsApp has lowered the limit of ${who}.${words}`)
    case 'UPGRADE':
      return news(`WhatsApp has raised the limit of ${who}.${words}`)
    case 'THROUGHPUT_UPGRADE':
      return news(`More messages a second may be sent from ${who}.`)
    case 'ONBOARDING':
      return news(`WhatsApp still registers ${who}.${words}`)
    default:
      return isLowered
        ? trouble(`WhatsApp has lowered the limit of ${who}.${words}`)
        : news(`WhatsApp tells of ${who}: ${plain(value['event'])}.${words}`)
  }
}

/** Meta's "phone_number_name_update". */
export function ofName(value: Item): Said {
  const name = named(value['requested_verified_name'])
  const subject = `The name ${name && `“${name}” `}of ${numberOf(value)}`
  const { decision, rejection_reason: reason } = value
  if (decision === 'APPROVED') return news(`${subject} is approved.`)
  if (decision === 'REJECTED') {
    return news(`${subject} is rejected${typeof reason === 'string' ? `: ${plain(reason)}` : ''}.`)
  }
  return news(`${subject} is not decided yet: ${plain(decision)}.`)
}

/** Meta's "business_username_update". */
export function ofUsername(value: Item): Said {
  const name = named(value['username'])
  const subject = `The username ${name && `“${name}” `}of ${numberOf(value)}`
  const { status } = value
  if (status === 'approved') return news(`${subject} is approved: customers see it.`)
  if (status === 'reserved') return news(`${subject} is reserved, and not seen yet.`)
  return news(`${subject} is ${plain(status)}.`)
}

/** Meta's "business_capability_update". What held before it does not say. */
export function ofCapability(value: Item): Said {
  const limit = limitOf(
    value['max_daily_conversations_per_business'] ??
      value['max_daily_conversation_per_phone'] ??
      value['max_daily_conversations_per_phone_number']
  )
  return news(`WhatsApp has other limits for the business.${limitWords(limit)}`)
}

export function ofBusiness({ event }: Item): Said {
  return event === 'COMPROMISED_NOTIFICATION'
    ? trouble('Meta believes that somebody else got into the business portfolio.')
    : news(`Meta tells of the business portfolio: ${plain(event)}.`)
}

/** Meta's "security". */
export function ofSecurity(value: Item): Said {
  const who = numberOf(value)
  switch (value['event']) {
    case 'PIN_CHANGED':
      return news(`The PIN of ${who} was changed.`)
    case 'PIN_RESET_REQUEST':
      return news(`Somebody wants to turn off the two-step verification of ${who}.`)
    case 'PIN_RESET_SUCCESS':
    case 'PIN_REQUEST_SUCCESS':
      return news(`The two-step verification of ${who} was turned off.`)
    default:
      return news(`WhatsApp tells of the security of ${who}: ${plain(value['event'])}.`)
  }
}
