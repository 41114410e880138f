import { line, list, name, part, words, type Item } from '../reading.ts'

type Notice = { readonly what: string; readonly text: string }

/**
 * What Telegram says in the customer's name and they did not: a permission, a payment, a change of the chat. It would
 * stand there as words of theirs that nobody can read. Source: Telegram, "Message", service messages.
 */
export function noticeIn(message: Item): Notice | undefined {
  for (const [field, textOf] of tellers) {
    if (message[field] !== undefined) return { what: field, text: textOf(part(message, field)) }
  }
  return undefined
}

const tellers: readonly (readonly [field: string, textOf: (of: Item) => string])[] = [
  ['write_access_allowed', () => 'the customer lets the bot write to them'],
  ['connected_website', () => 'the customer signed in to a website with Telegram'],
  ['pinned_message', () => 'the customer pinned a message'],
  ['chat_background_set', () => 'the customer changed how the chat looks'],
  [
    'message_auto_delete_timer_changed',
    of =>
      of['message_auto_delete_time'] === 0
        ? 'messages no longer delete themselves here'
        : 'messages delete themselves here from now on'
  ],
  ['successful_payment', of => `the customer paid ${amountOf(of)}`],
  ['refunded_payment', of => `the customer got back ${amountOf(of)}`],
  ['gift', of => withWords('the customer sent a gift', of['text'])],
  ['unique_gift', () => 'the customer sent a gift'],
  ['gift_upgrade_sent', () => 'the customer paid for a gift to become a rare one'],
  ['paid_message_price_changed', () => 'what a message in this chat costs has changed'],
  ['chat_shared', of => withWords('the customer named a chat', of['title'])],
  ['checklist_tasks_done', () => 'the customer went on with a checklist'],
  [
    'checklist_tasks_added',
    of => withWords('the customer added to a checklist', list(of['tasks']).map(taskIn).join(', '))
  ],
  ['forum_topic_created', of => withWords('the customer began a topic', of['name'])],
  ['forum_topic_edited', of => withWords('the customer renamed a topic', of['name'])],
  ['forum_topic_closed', () => 'the customer closed a topic'],
  ['forum_topic_reopened', () => 'the customer opened a topic again']
]

function withWords(deed: string, said: unknown): string {
  const text = words(said, 1000)
  return text === undefined ? deed : `${deed}: ${text}`
}

function taskIn(task: unknown): string {
  return line(part({ task }, 'task')['text']) ?? '?'
}

/** In the smallest unit of the currency; a star has none. Source: Telegram, "SuccessfulPayment". */
function amountOf(of: Item): string {
  const [total, currency] = [of['total_amount'], name(of['currency']) ?? '']
  if (typeof total !== 'number') return 'something'
  if (currency === 'XTR') return `${total} ⭐`
  return /^[A-Z]{3}$/.test(currency)
    ? `${(total / 10 ** digitsOf(currency)).toFixed(digitsOf(currency))} ${currency}`
    : String(total)
}

function digitsOf(currency: string): number {
  return new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2
}
