import * as v from 'valibot'
import type { Report } from '../port.ts'
import { cut, idFrom, isObject, name, part, words, type Item } from '../reading.ts'
import type { Dialect } from './dialect.ts'
import { moment } from './event.ts'

/**
 * What happens around a page or an account and is no conversation. One app has one subscription: what another use of it
 * asks for comes here as well. Source: Meta, "Webhooks reference: Page" and "Webhooks reference: Instagram".
 */
const around: ReadonlySet<unknown> = new Set([
  'comments',
  'live_comments',
  'mentions',
  'story_insights',
  'feed',
  'mention',
  'ratings',
  'leadgen',
  'videos',
  'live_videos',
  'video_text_question_responses',
  'payment_options',
  'parking',
  'picture',
  'name',
  'about',
  'description',
  'email',
  'hours',
  'location',
  'phone',
  'website',
  'category',
  'page_about_story',
  'page_change_proposal',
  'page_upcoming_change',
  'product_review',
  'publisher_subscriptions',
  'general_info'
])

type Told = Pick<Dialect, 'strategy'> & { readonly toldAt: unknown }

/** Said the first time, and nothing of it is kept: under a post there may be thousands. */
export function aboutPage(field: unknown, { strategy, toldAt }: Told): Report | undefined {
  const told = v.safeParse(moment, toldAt)
  if (!around.has(field) || !told.success) return undefined
  const sentence = `${strategy.name} tells of “${String(field)}” too, which are no conversations: they stay there. Take the field out of the subscription, if no other program needs it.`
  const id = idFrom(`around:${String(field)}`)
  const news = { id, at: told.output, about: 'account', trouble: false, sentence, words: '' } as const
  return { kind: 'account', about: 'account', news }
}

const deeds: ReadonlyMap<unknown, string> = new Map([
  ['block', 'has blocked the page for breaking its rules. Nothing can be sent'],
  ['warning', 'warns that the page breaks its rules, and may block it'],
  ['unblock', 'has opened the blocked page again']
])

/** Source: Meta, "messaging_policy_enforcement". It has no sender. */
export function enforced(item: Item, account: string): Report | undefined {
  const of = item['policy_enforcement'] ?? item['policy-enforcement']
  const at = v.safeParse(moment, item['timestamp'])
  if (!isObject(of) || !at.success || name(part(item, 'recipient')['id']) !== account) return undefined
  const { action, reason } = of
  const sentence = `Meta ${deeds.get(action) ?? `says of the page’s conduct: ${words(action, 60) ?? 'something it does not name'}`}.`
  const id = idFrom(`policy:${at.output}:${words(action, 60) ?? ''}`)
  const trouble = action !== 'unblock'
  const news = {
    id,
    at: at.output,
    about: 'account',
    trouble,
    sentence,
    words: cut(words(reason) ?? '', 1000)
  } as const
  return { kind: 'account', about: 'account', news }
}
