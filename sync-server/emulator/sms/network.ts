import * as v from 'valibot'
import { kindFor } from '../../../shared/platforms/files.ts'
import { sms } from '../../../shared/platforms/sms.ts'
import { measure } from '../../../shared/platforms/strategy.ts'
import type { Phone, PhoneMessage, PhoneSays } from '../../../shared/protocol/emulator.ts'
import type { VendorAnswer } from '../answering.ts'
import { fetchSent } from '../fetch-sent.ts'
import { shownOf } from '../shelf.ts'
import { shown } from '../shown.ts'
import type { RoleParts } from '../stand-in.ts'
import { became, incoming, newSid, type Ends, type Form } from './calls.ts'
import { mediaListed, mediaOf, messagesListed, type Undelivered } from './listed.ts'
import { laterError, refusal } from './twilio-error.ts'

/** What an inbox is connected with: Twilio's account, and its number. */
export function endsOf(account: string): { readonly sid: string; readonly number: string } {
  const [sid = '', number = ''] = account.split(':')
  return { sid, number }
}

const sending = v.looseObject({
  To: v.optional(v.string()),
  From: v.optional(v.string()),
  MessagingServiceSid: v.optional(v.string()),
  Body: v.optional(v.string(), ''),
  MediaUrl: v.optional(v.string()),
  StatusCallback: v.optional(v.string())
})
type Sending = v.InferOutput<typeof sending>

/** Source: Twilio, "Support for opt-out keywords (SMS STOP filtering)". */
const stops = new Set(['stop', 'stopall', 'unsubscribe', 'cancel', 'end', 'quit', 'revoke', 'optout'])
const starts = new Set(['start', 'unstop', 'yes'])

/** What Twilio and the networks do between the phones and the business. */
export function createNetwork(parts: RoleParts) {
  const { world } = parts
  /** How whoever asked wants to hear of a message. Of those before this server started, nobody knows. */
  const queries = new Map<string, string>()
  const lost: Undelivered[] = []
  const report = (phone: Phone, message: string, status: 'sent' | 'delivered') => {
    if (status === 'delivered' && (world.mood().phonesOff || !world.tick(phone.id, message, 'delivered'))) return
    const form = became(outgoing(parts, phone), message, status)
    parts.hooks.tell(phone.id, `${status} · ${phone.name}`, form, { query: queries.get(message) })
  }
  return {
    say: (phone: Phone, says: PhoneSays) => say(parts, phone, says),
    // Nobody is told that it was read; the phone knows. Whoever looks at it has it.
    open(phone: Phone) {
      for (const { id, from, ticks } of phone.messages) {
        if (from !== 'business') continue
        if (ticks === 'sent') report(phone, id, 'delivered')
        world.tick(phone.id, id, 'read')
      }
    },
    phonesOn() {
      for (const phone of world.all()) {
        for (const { id, from, ticks } of phone.messages) {
          if (from === 'business' && ticks === 'sent') report(phone, id, 'delivered')
        }
      }
    },
    listed: (query: URLSearchParams) => messagesListed(world, lost, { ...endsOf(parts.account.account), query }),
    mediaOf: (message: string) => mediaListed(world, endsOf(parts.account.account).sid, message),
    async ask(form: Form): Promise<VendorAnswer> {
      const judged = await judge(parts, form)
      if ('status' in judged) return judged
      const { phone, message, asked } = judged
      queries.set(message.id, queryOf(asked.StatusCallback))
      const failure = laterError(world.mood().error)
      const { sid, number } = endsOf(parts.account.account)
      if (failure) {
        lost.push({ to: phone.id, message: judged.message, code: failure })
        const told = became(outgoing(parts, phone), message.id, 'undelivered', failure)
        parts.hooks.tell(phone.id, `undelivered · ${phone.name}`, told, { query: queries.get(message.id) })
      } else {
        world.put(phone.id, message)
        report(phone, message.id, 'sent')
        report(phone, message.id, 'delivered')
      }
      const body = { sid: message.id, status: 'queued', from: number, to: phone.id, body: asked.Body, account_sid: sid }
      return { status: 201, body: { ...body, num_segments: '1', error_code: null, error_message: null } }
    }
  }
}

function outgoing({ account }: RoleParts, phone: Phone): Ends {
  const { sid, number } = endsOf(account.account)
  return { sid, from: number, to: phone.id }
}

/** What the sender put behind the address comes back with each status. */
function queryOf(callback: string | undefined): string {
  return callback !== undefined && URL.canParse(callback) ? new URL(callback).search : ''
}

type Judged = { readonly phone: Phone; readonly message: PhoneMessage; readonly asked: Sending }

/** Source: Twilio, "Messages resource", "Create a Message". */
async function judge(parts: RoleParts, form: Form): Promise<Judged | VendorAnswer> {
  const { world, account, shelf, origin } = parts
  const read = v.safeParse(sending, form)
  if (!read.success) return refusal('21602')
  const asked = read.output
  const { To = '', From, Body, MediaUrl } = asked
  if (To === '') return refusal('21604')
  if (!/^\+[1-9]\d{6,14}$/.test(To)) return refusal('21211')
  if (From === undefined && asked.MessagingServiceSid === undefined) return refusal('21603')
  if (From !== endsOf(account.account).number) return refusal('21606')
  if (Body === '' && MediaUrl === undefined) return refusal('21602')
  if (measure(Body, sms.text) > sms.text.most) return refusal('21617')
  const phone = world.phone(To)
  if (hasOptedOut(phone)) return refusal('21610')
  const at = Date.now()
  const base = { from: 'business', at, ticks: 'sent' } as const
  if (MediaUrl === undefined) {
    return { phone, asked, message: { ...base, id: newSid('SM'), kind: 'text', text: Body } }
  }
  // Twilio refuses what is no address, and fetches later (11200, 12300). Here both are told at once.
  const file = await fetchSent(MediaUrl, origin(), shelf)
  if (!file) return refusal('21620')
  const kind = kindFor(sms, file.mime)
  if (!kind || kind === 'voice' || kind === 'sticker') return refusal('21620')
  return { phone, asked, message: { ...base, id: newSid('MM'), kind, text: Body, file: shownOf(file) } }
}

/** The last of these words counts, and nothing else has to be remembered. */
function hasOptedOut({ messages }: Phone): boolean {
  const words = messages.flatMap(({ from, text }) => (from === 'customer' ? [text.trim().toLowerCase()] : []))
  const last = words.findLast(word => stops.has(word) || starts.has(word))
  return last !== undefined && stops.has(last)
}

function say({ world, hooks, account, origin }: RoleParts, phone: Phone, says: PhoneSays): PhoneMessage | string {
  if (says.kind !== 'text' && says.kind !== 'image') return 'An SMS holds words and photos, and nothing else.'
  const { sid, number } = endsOf(account.account)
  const id = newSid(says.kind === 'image' ? 'MM' : 'SM')
  const message: PhoneMessage = { id, from: 'customer', ...shown(says), at: Date.now(), ticks: 'waiting' }
  const url = `${origin()}/emulator/sms/2010-04-01/Accounts/${sid}/Messages/${id}/Media/${mediaOf(id)}`
  const part: Form =
    says.kind === 'text'
      ? { Body: says.text }
      : { Body: says.caption, NumMedia: '1', MediaContentType0: 'image/png', MediaUrl0: url }
  world.put(phone.id, message)
  const taken = () => void world.tick(phone.id, id, 'delivered')
  hooks.tell(phone.id, `message · ${phone.name}`, incoming({ sid, from: phone.id, to: number }, id, part), { taken })
  return message
}
