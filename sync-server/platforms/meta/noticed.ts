import { longestRaw } from '../../../shared/conversations/content.ts'
import type { Report } from '../port.ts'
import { idFrom, isObject, list, name, part, unread, withRest, wordOf, words, type Item } from '../reading.ts'
import { referralOf } from './said.ts'
import type { Told } from './event.ts'

/** What every event may have beside what it tells. */
const around: ReadonlySet<string> = new Set(['sender', 'recipient', 'timestamp', 'hop_context', 'priority'])

/**
 * What is about the customer and no message: a link that was followed, a consent, another app that answers now. A kind
 * that Meta adds tomorrow is a quiet line as well, with all of it kept.
 */
export function noticed({ at, handles, customer, item }: Told): readonly Report[] {
  const field = Object.keys(item).find(key => !around.has(key))
  if (field === undefined) return [unread('says nothing', item)]
  const raw = JSON.stringify(item)
  const text =
    tellers.get(field)?.(part(item, field)) ?? `something Daybook cannot show yet: ${words(field, 64) ?? '…'}`
  // It has no id of its own: told again it is the same to the letter.
  const id = idFrom(`${wordOf(field)} ${customer} ${raw}`)
  const report = { kind: 'notice', id, at, handles, name: null, what: wordOf(field), text, raw } as const
  return withRest(report, raw.length <= longestRaw, item)
}

// A map, because a name comes from outside: an object would know `constructor` as well.
const tellers: ReadonlyMap<string, (of: Item) => string> = new Map(
  Object.entries({
    /** Source: Meta, "messaging_referrals". */
    referral(of: Item) {
      const { source, headline, ref } = referralOf(of) ?? { source: 'link' }
      const named = headline ?? ref
      const where = source === 'ad' ? 'an ad' : source === 'link' ? 'a link' : (name(source) ?? 'a link')
      return `the customer came from ${where}${named === undefined ? '' : `: ${named}`}`
    },
    /** Source: Meta, "messaging_optins". */
    optin(of: Item) {
      const what = words(of['title'], 200) ?? words(of['ref'], 200)
      const stopped = of['notification_messages_status'] === 'STOP_NOTIFICATIONS'
      const deed = stopped ? 'wants no more messages' : 'agreed to be written to'
      return `the customer ${deed}${what === undefined ? '' : `: ${what}`}`
    },
    /** Source: Meta, "messaging_handovers". */
    pass_thread_control: (of: Item) => `the conversation was passed ${fromTo(of)}`,
    take_thread_control: (of: Item) => `the conversation was taken ${fromTo(of)}`,
    request_thread_control: (of: Item) => `${appOf(of['requested_owner_app_id'])} asks for the conversation`,
    /** Source: Meta, "messaging_feedback". */
    messaging_feedback(of: Item) {
      const questions = list(of['feedback_screens']).flatMap(screen =>
        Object.values(part(part({ screen }, 'screen'), 'questions'))
      )
      const answers = questions.filter(isObject).flatMap(one => [one['payload'], part(one, 'follow_up')['payload']])
      return `the customer rated the conversation: ${answersIn(answers)}`
    },
    /** Source: Meta, "messaging_customer_information". */
    messaging_customer_information(of: Item) {
      const fields = list(of['screens']).flatMap(screen => list(part({ screen }, 'screen')['responses']))
      const told = fields.filter(isObject).map(field => `${name(field['key']) ?? '?'} ${name(field['value']) ?? '?'}`)
      return `the customer filled in a form: ${answersIn(told)}`
    },
    /** Source: Meta, "messaging_account_linking". */
    account_linking: (of: Item) =>
      of['status'] === 'unlinked' ? 'the customer unlinked their account' : 'the customer linked their account'
  })
)

function appOf(id: unknown): string {
  return `app ${words(name(id), 64) ?? '?'}`
}

function answersIn(values: readonly unknown[]): string {
  return words(values.flatMap(value => name(value) ?? []).join(', '), 2000) ?? '?'
}

function fromTo(of: Item): string {
  const app = (id: unknown) => (name(id) === undefined ? 'nobody' : appOf(id))
  return `from ${app(of['previous_owner_app_id'])} to ${app(of['new_owner_app_id'])}`
}
