import { resolve } from 'node:path'
import * as v from 'valibot'
import { historyHints, historyPlan, type HistoryPlan, type HistoryPreview } from '../../../shared/protocol/history.ts'
import { needed, only, type Command, type Desk } from '../command.ts'
import { Misused, Refused } from '../refused.ts'

export const importHistory: Command = {
  name: 'import-history',
  usage: '--tenant <id> --inbox <id> --file <path> [--look] …',
  about: [
    'brings what was said and known before Daybook into an inbox: a chat that WhatsApp exported (.txt, or .zip with its',
    'photos), mail (.mbox, .eml), or a table of contacts (.csv). Nobody is notified, nothing is routed or answered. The',
    'same file again brings nothing twice; after a crash it goes on. --look only shows what is in the file.',
    '--us <name> (again for more): which of the authors, or which addresses, are you. For a chat: [--customer <name>]',
    '[--phone <digits, the country’s first>] [--zone Europe/Berlin] [--order dmy|mdy|ymd]; for a table: [--country 49];',
    'for a file that is taken for something else: [--as whatsapp|mail|contacts]'
  ],
  options: {
    tenant: { type: 'string' },
    inbox: { type: 'string' },
    file: { type: 'string' },
    look: { type: 'boolean' },
    us: { type: 'string', multiple: true },
    customer: { type: 'string' },
    phone: { type: 'string' },
    zone: { type: 'string' },
    order: { type: 'string' },
    country: { type: 'string' },
    as: { type: 'string' }
  },
  async run(desk) {
    const path = resolve(needed(desk.text('file'), '--file'))
    const hints = { source: desk.text('as'), order: desk.text('order'), country: desk.text('country') }
    const given = Object.fromEntries(Object.entries(hints).filter(([, value]) => value !== undefined))
    const read = v.safeParse(historyHints, given)
    if (!read.success) throw new Misused('--as, --order or --country is none of those that the help names.')
    const preview = await only(desk.ask('preview-history', { path, hints: read.output }))
    if (desk.flag('look')) return desk.print(preview, words(preview))

    const tenant = needed(desk.text('tenant'), '--tenant')
    const plan = planOf(desk, preview)
    const done = await only(desk.ask('import-history', { tenant, path, plan }))
    const { messages, conversations, contacts, files, known, unread } = done.counts
    const brought = `${messages} messages in ${conversations} new conversations, ${contacts} new contacts, ${files} files`
    await desk.print(done, `${done.import}\t${brought}; ${known} were here already, ${unread} could not be read`)
  }
}

function planOf(desk: Desk, preview: HistoryPreview): HistoryPlan {
  const { source, authors, orders, title } = preview
  const [us, order, country] = [desk.texts('us'), desk.text('order'), desk.text('country')]
  const names = authors.map(author => `“${author.name}”`).join(', ')
  if (source !== 'contacts' && us.length === 0) throw new Refused(`Say which of these is you, with --us: ${names}`)
  if (orders.length > 1) {
    throw new Refused(
      `Nobody can tell which of its figures are days and which months: say --order ${orders.join(' or ')}`
    )
  }
  const others = authors.filter(author => !us.includes(author.name))
  const customer = desk.text('customer') ?? (others.length === 1 ? others[0]?.name : title)
  if (source === 'whatsapp' && !customer) throw new Refused('Say what the customer is called, with --customer.')
  const inbox = needed(desk.text('inbox'), '--inbox')
  const zone = desk.text('zone') ?? new Intl.DateTimeFormat().resolvedOptions().timeZone
  const phone = desk.text('phone')?.replace(/\D/g, '')
  const chat = { us, zone, customer: customer?.slice(0, 120), ...(order && { order }), ...(phone && { phone }) }
  const rest = source === 'whatsapp' ? chat : source === 'mail' ? { us } : country ? { country } : {}
  const plan = v.safeParse(historyPlan, { source, inbox, ...rest })
  if (!plan.success) throw new Misused(`What is said of the file cannot be: ${plan.issues[0].message}`)
  return plan.output
}

function words({ source, count, first, authors, orders, files, leftovers }: HistoryPreview): string {
  const when = (at: number | null) =>
    at === null ? '' : `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')}\t`
  return [
    `${source}\t${count} read, ${leftovers.count} not; ${files.here} of ${files.named} files came along; dates ${orders.join(' or ') || 'of their own'}`,
    ...authors.map(({ name, messages }) => `author\t${name}\t${messages}`),
    ...first.map(({ at, author, text }) => `first\t${when(at)}${author}\t${text.replaceAll('\n', ' ').slice(0, 100)}`),
    ...leftovers.first.map(({ line, why, text }) => `unread\tline ${line}\t${why}\t${text.replaceAll('\n', ' ')}`)
  ].join('\n')
}
