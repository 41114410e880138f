import * as v from 'valibot'
import type { LookBack, Report } from '../port.ts'
import { lookAt } from '../reaching.ts'
import { list, maybe, part } from '../reading.ts'
import type { InboxSecret } from '../secrets.ts'
import { accountIn, isService } from './account.ts'
import { authorization } from './authorization.ts'
import { read } from './read.ts'

const pageSize = '200'
const notNow = 'Twilio did not say which messages came while this server was away.'

/**
 * What Twilio has of this number: customers' messages, and what became of ours. The newest comes first, so it ends at a
 * page that is all before `since`. Source: Twilio, "Messages resource", "Read multiple Message resources".
 */
export async function lookBack(secret: InboxSecret, back: LookBack): Promise<string | null> {
  const { sender } = accountIn(secret.account)
  // A service has many numbers, and no list is by service: each message says which it belongs to.
  const lists = sender === undefined || isService(sender) ? [{}] : [{ To: sender }, { From: sender }]
  for (const which of lists) {
    const fault = await readList(secret, back, which)
    if (fault !== null) return fault
  }
  return null
}

async function readList(secret: InboxSecret, back: LookBack, which: Readonly<Record<string, string>>) {
  const { since, until, baseUrl, signal } = back
  const query = new URLSearchParams({ ...which, 'DateSent>': dayOf(since), PageSize: pageSize })
  for (;;) {
    const looked = await lookAt(
      `${messagesOf(secret, baseUrl)}.json?${query.toString()}`,
      authorization(secret),
      signal
    )
    if (looked?.status === 401) return 'Twilio no longer accepts this inbox’s credentials.'
    if (looked?.status !== 200) return notNow
    const listed = list(part(looked, 'answer')['messages']).flatMap(one => {
      const message = v.safeParse(messageListed, one)
      return message.success ? [message.output] : []
    })
    const reports: Report[] = []
    // What was written within one second, which is all that it tells, is taken in the order of writing.
    for (const message of listed.toReversed()) {
      if (message.at < since || message.at > until) continue
      const told = await reportsOf(secret, back, message)
      if (told === null) return notNow
      reports.push(...told)
    }
    await back.take(reports)
    const next = v.safeParse(nextPage, looked.answer)
    if (!next.success || !URL.canParse(next.output.next_page_uri, baseUrl)) return null
    if (listed.every(({ at }) => at < since)) return null
    // Only its place is taken from there: it could lead anywhere.
    const { searchParams } = new URL(next.output.next_page_uri, baseUrl)
    for (const name of ['Page', 'PageToken']) query.set(name, searchParams.get(name) ?? '')
  }
}

const moment = v.pipe(
  v.string(),
  v.transform(text => Date.parse(text)),
  v.number()
)
const messageListed = v.pipe(
  v.object({
    sid: v.string(),
    direction: v.string(),
    status: v.string(),
    from: maybe(v.string()),
    to: maybe(v.string()),
    body: maybe(v.string()),
    num_media: maybe(v.string()),
    messaging_service_sid: maybe(v.string()),
    error_code: maybe(v.number()),
    error_message: maybe(v.string()),
    date_created: moment,
    date_sent: maybe(moment),
    date_updated: maybe(moment)
  }),
  v.transform(message => ({ ...message, at: message.date_sent ?? message.date_created }))
)
type Listed = v.InferOutput<typeof messageListed>
const nextPage = v.object({ next_page_uri: v.pipe(v.string(), v.minLength(1)) })

/** As its call would have told it. `null`: Twilio did not say all of it. */
async function reportsOf(secret: InboxSecret, back: LookBack, message: Listed): Promise<readonly Report[] | null> {
  const { sid, direction, status } = message
  const isInbound = direction === 'inbound'
  // It has not come whole yet.
  if (isInbound && status !== 'received') return []
  const ends = {
    AccountSid: accountIn(secret.account).sid,
    MessageSid: sid,
    From: message.from ?? '',
    To: message.to ?? '',
    MessagingServiceSid: message.messaging_service_sid ?? ''
  }
  if (!isInbound) {
    const why = { ErrorCode: message.error_code ?? '', ErrorMessage: message.error_message ?? '' }
    return ours({ ...ends, ...why, MessageStatus: status }, secret, message.date_updated ?? message.at)
  }
  if (await back.known(sid)) return []
  const files = Number(message.num_media ?? 0) > 0 ? await filesOf(secret, back, sid) : {}
  if (files === null) return null
  const said = { SmsStatus: status, Body: message.body ?? '', NumMedia: message.num_media ?? '0', ...files }
  return ours({ ...ends, ...said }, secret, message.date_created)
}

/** Twilio's list has other channels and other services' as well. */
function ours(form: object, { account }: InboxSecret, at: number): readonly Report[] {
  return read(form, account, at).filter(({ kind }) => kind !== 'unread')
}

const file = v.object({ sid: v.string(), content_type: maybe(v.string()) })

/** Source: Twilio, "Media subresource", "Read multiple Media resources". */
async function filesOf(secret: InboxSecret, { baseUrl, signal }: LookBack, message: string) {
  const address = `${messagesOf(secret, baseUrl)}/${encodeURIComponent(message)}/Media`
  const looked = await lookAt(`${address}.json`, authorization(secret), signal)
  // Deleted there: that there were files is still said.
  if (looked?.status === 404) return {}
  if (looked?.status !== 200) return null
  const files = list(part(looked, 'answer')['media_list']).flatMap(one => (v.is(file, one) ? [one] : []))
  return Object.fromEntries(
    files.flatMap((one, n) => [
      [`MediaUrl${n}`, `${address}/${one.sid}`],
      [`MediaContentType${n}`, one.content_type ?? '']
    ])
  )
}

function messagesOf({ account }: InboxSecret, baseUrl: string): string {
  return `${baseUrl}/2010-04-01/Accounts/${encodeURIComponent(accountIn(account).sid)}/Messages`
}

/** Days are all that it can be asked for. In GMT. */
function dayOf(at: number): string {
  return new Date(at).toISOString().slice(0, 10)
}
