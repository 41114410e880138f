import type { AccountNews } from '../../../shared/protocol/inboxes.ts'
import type { Report } from '../port.ts'
import { count, cut, deepest, idFrom, isObject, unread, type Item } from '../reading.ts'
import {
  ofAccount,
  ofAlert,
  ofBusiness,
  ofCapability,
  ofName,
  ofQuality,
  ofReview,
  ofSecurity,
  ofUsername,
  type Said
} from './account-words.ts'
import { ofErrors, ofForms, ofPartners, ofPayments } from './business-words.ts'
import { ofAddressBook, ofGroups, ofSettings } from './number-words.ts'
import { ofTemplateCategory, ofTemplateQuality, ofTemplateStatus, ofWrongCategory } from './template-news.ts'

/** What is known of a webhook beside what it says. */
export type Told = {
  /** The business account of the inbox, where somebody has said which that is. */
  readonly business?: string | null | undefined
  /** Our clock when it came, for an entry without a time. */
  readonly cameAt: number
}

type About = {
  readonly about: AccountNews['about']
  say(value: Item): Said | null
  /** Its entry is named after the business that has the account, and not after the account. */
  readonly ofBusiness?: true
  /** It is said the first time, and without the vendor's words: they are about people. */
  readonly once?: true
}

/**
 * What tells of the account and of no customer. The names and shapes are those of Meta's "Webhooks reference" of the
 * WhatsApp Business Platform, a page for each field; `business_status_update` is the sample of the app's dashboard.
 */
const fields: Readonly<Record<string, About>> = {
  account_update: { about: 'account', say: ofAccount },
  account_alerts: { about: 'account', say: ofAlert },
  account_review_update: { about: 'account', say: ofReview },
  phone_number_quality_update: { about: 'account', say: ofQuality },
  phone_number_name_update: { about: 'account', say: ofName },
  business_capability_update: { about: 'account', say: ofCapability },
  business_username_update: { about: 'account', say: ofUsername },
  business_status_update: { about: 'account', say: ofBusiness },
  account_settings_update: { about: 'account', say: ofSettings },
  group_lifecycle_update: { about: 'account', say: ofGroups },
  group_status_update: { about: 'account', say: ofGroups },
  // Who is in a group, and what it is called: for whoever looks after it, where they do.
  group_participants_update: { about: 'account', say: () => null },
  group_settings_update: { about: 'account', say: () => null },
  smb_app_state_sync: { about: 'account', say: ofAddressBook, once: true },
  security: { about: 'account', say: ofSecurity },
  partner_solutions: { about: 'account', say: ofPartners, ofBusiness: true },
  payment_configuration_update: { about: 'account', say: ofPayments },
  flows: { about: 'account', say: ofForms },
  message_template_status_update: { about: 'templates', say: ofTemplateStatus },
  message_template_quality_update: { about: 'templates', say: ofTemplateQuality },
  template_category_update: { about: 'templates', say: ofTemplateCategory },
  template_correct_category_detection: { about: 'templates', say: ofWrongCategory },
  // What changed is in the list that is asked for.
  message_template_components_update: { about: 'templates', say: () => null }
}

const longestSentence = 500
const longestWords = 1000

/** `undefined`: this field is not about the account. */
export function readAccount(field: unknown, change: Item, entry: Item, { business, cameAt }: Told): Report | undefined {
  const known = typeof field === 'string' && Object.hasOwn(fields, field) ? fields[field] : undefined
  const { value } = change
  if (!known || !isObject(value)) return undefined
  if (business && !known.ofBusiness && entry['id'] !== undefined && String(entry['id']) !== business) {
    return unread('is for another business account', change)
  }
  if (wordsIn(value) === '') return unread('says nothing', change)
  return told(known, String(field), value, { entry, cameAt })
}

/** An error that is about no message: of the account, or of the whole platform. */
export function readErrors(errors: readonly unknown[], entry: Item, { cameAt }: Told): Report {
  return told({ about: 'account', say: () => ofErrors(errors) }, 'errors', { errors }, { entry, cameAt })
}

type When = { readonly entry: Item; readonly cameAt: number }

function told({ about, say, once }: About, field: string, value: Item, { entry, cameAt }: When): Report {
  const said = say(value)
  // Meta tells until it is answered, and sometimes once more: the same words of the same moment are no news.
  const id = idFrom(`account:${once ? field : JSON.stringify([field, entry['time'], value])}`)
  const seconds = count(entry['time'])
  const at = seconds ? seconds * 1000 : cameAt
  const line = said && { id, at, about, trouble: said.trouble, sentence: cut(said.sentence, longestSentence) }
  return { kind: 'account', about, news: line && { ...line, words: once ? '' : cut(wordsIn(value), longestWords) } }
}

/** What the vendor said itself: each value under its name, on one line. */
function wordsIn(value: Item): string {
  const lines: string[] = []
  const visit = (node: unknown, name: string, depth = 0) => {
    if (depth > deepest) return
    if (Array.isArray(node)) for (const one of node) visit(one, name, depth + 1)
    else if (isObject(node)) for (const [key, child] of Object.entries(node)) visit(child, key, depth + 1)
    else if (node !== null && node !== undefined && node !== '') lines.push(`${name}: ${String(node)}`)
  }
  visit(value, '')
  return lines.join(', ')
}
