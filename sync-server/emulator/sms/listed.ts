import type { PhoneMessage } from '../../../shared/protocol/emulator.ts'
import type { VendorAnswer } from '../answering.ts'
import type { World } from '../world.ts'
import { refusal } from './twilio-error.ts'

/** A message that did not arrive: no phone shows it. */
export type Undelivered = { readonly to: string; readonly message: PhoneMessage; readonly code: string }

type Line = { readonly customer: string; readonly message: PhoneMessage; readonly code?: string }
type Asked = { readonly sid: string; readonly number: string; readonly query: URLSearchParams }

const usualPage = 50
const largestPage = 1000

/** The account's messages, the newest first, a page of them. Source: Twilio, "Messages resource", "Read multiple Message resources". */
export function messagesListed(world: World, lost: readonly Undelivered[], asked: Asked): VendorAnswer {
  const { sid, query } = asked
  const page = Number(query.get('Page') ?? '0')
  const size = Math.min(Number(query.get('PageSize') ?? usualPage), largestPage)
  if (!Number.isSafeInteger(page) || page < 0 || !(size > 0)) return refusal('20404')
  const found = linesOf(world, lost)
    .filter(line => isAskedFor(line, asked))
    .toReversed()
    .toSorted((a, b) => b.message.at - a.message.at)
  const uriOf = (n: number) => {
    const params = new URLSearchParams(query)
    params.set('PageSize', String(size))
    params.set('Page', String(n))
    if (n > 0) params.set('PageToken', `PASM${found[n * size - 1]?.message.id.slice(2) ?? ''}`)
    return `/2010-04-01/Accounts/${sid}/Messages.json?${params.toString()}`
  }
  const messages = found.slice(page * size, (page + 1) * size)
  const body = {
    page,
    page_size: size,
    start: page * size,
    end: Math.max(page * size + messages.length - 1, 0),
    uri: uriOf(page),
    first_page_uri: uriOf(0),
    previous_page_uri: page > 0 ? uriOf(page - 1) : null,
    next_page_uri: (page + 1) * size < found.length ? uriOf(page + 1) : null,
    messages: messages.map(line => messageListed(line, asked))
  }
  return { status: 200, body }
}

function linesOf(world: World, lost: readonly Undelivered[]): readonly Line[] {
  const shown = world.all().flatMap(({ id, messages }) => messages.map(message => ({ customer: id, message })))
  return [...shown, ...lost.map(({ to, ...rest }) => ({ customer: to, ...rest }))]
}

function isAskedFor({ customer, message }: Line, { number, query }: Asked): boolean {
  const isInbound = message.from === 'customer'
  const [from, to] = isInbound ? [customer, number] : [number, customer]
  const day = new Date(message.at).toISOString().slice(0, 10)
  const [onlyFrom, onlyTo, first, last] = ['From', 'To', 'DateSent>', 'DateSent<'].map(name => query.get(name))
  return (
    (!onlyFrom || onlyFrom === from) && (!onlyTo || onlyTo === to) && (!first || day >= first) && (!last || day <= last)
  )
}

function messageListed({ customer, message, code }: Line, { sid, number }: Asked) {
  const isInbound = message.from === 'customer'
  const at = new Date(message.at).toUTCString().replace('GMT', '+0000')
  const uri = `/2010-04-01/Accounts/${sid}/Messages/${message.id}`
  return {
    sid: message.id,
    account_sid: sid,
    api_version: '2010-04-01',
    messaging_service_sid: null,
    direction: isInbound ? 'inbound' : 'outbound-api',
    status: isInbound ? 'received' : statusOf(message, code),
    from: isInbound ? customer : number,
    to: isInbound ? number : customer,
    body: message.text,
    num_media: hasFile(message) ? '1' : '0',
    num_segments: '1',
    error_code: code === undefined ? null : Number(code),
    error_message: null,
    price: null,
    price_unit: 'USD',
    date_created: at,
    date_sent: at,
    date_updated: at,
    uri: `${uri}.json`,
    subresource_uris: { media: `${uri}/Media.json` }
  }
}

function statusOf({ ticks }: PhoneMessage, code: string | undefined): string {
  if (code !== undefined) return 'undelivered'
  return ticks === 'sent' || ticks === 'waiting' ? 'sent' : 'delivered'
}

function hasFile({ kind }: PhoneMessage): boolean {
  return kind !== 'text'
}

/** The one file of a message: a picture is drawn from its name. */
export function mediaOf(message: string): string {
  return `ME${message.slice(2)}`
}

/** Source: Twilio, "Media subresource", "Read multiple Media resources". */
export function mediaListed(world: World, sid: string, message: string): VendorAnswer {
  const known = world
    .all()
    .flatMap(({ messages }) => messages)
    .find(({ id }) => id === message)
  if (!known) return refusal('20404')
  const media = mediaOf(message)
  const one = {
    sid: media,
    account_sid: sid,
    parent_sid: message,
    content_type: 'image/png',
    uri: `/2010-04-01/Accounts/${sid}/Messages/${message}/Media/${media}.json`
  }
  return { status: 200, body: { media_list: hasFile(known) ? [one] : [], next_page_uri: null } }
}
