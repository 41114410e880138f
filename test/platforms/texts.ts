import { createHmac } from 'node:crypto'
import { appSecret } from './payloads.ts'

/** Calls as Twilio documents them: one form for a message, or for what became of one. All values are texts. */
export type Form = Readonly<Record<string, string>>

export const sid = 'AC00000000000000000000000000000001'
export const shopNumber = '+15557122661'
export const service = 'MG00000000000000000000000000000001'
/** What an inbox is connected with. */
export const smsAccount = `${sid}:${shopNumber}`
export const caller = '+14017122661'

/** Twilio tells no time: in a story, things come at the second that their id counts. 2026-11-23 10:00:00 UTC. */
const tenMs = 1_795_428_000_000
export const messageSid = (n: number, kind = 'SM') => `${kind}${n.toString(16).padStart(32, '0')}`
export const cameAt = (n: number) => tenMs + n * 1000

const steps = ['received', 'queued', 'sent', 'delivered', 'read', 'undelivered', 'failed']

/** When this call comes, in a story. */
export function clockOf(payload: unknown): number {
  const { MessageSid = '', SmsStatus = '' } = payload as Form
  return cameAt(Number.parseInt(MessageSid.slice(2), 16)) + Math.max(steps.indexOf(SmsStatus), 0)
}

/** Source: Twilio, "Request to your incoming message webhook URL". */
export const texted = (n: number, body: string, parts: Form = {}): Form => ({
  ToCountry: 'US',
  ToState: 'CA',
  SmsMessageSid: messageSid(n),
  NumMedia: '0',
  ToCity: '',
  FromZip: '02903',
  SmsSid: messageSid(n),
  FromState: 'RI',
  SmsStatus: 'received',
  FromCity: 'PROVIDENCE',
  Body: body,
  FromCountry: 'US',
  To: shopNumber,
  ToZip: '',
  NumSegments: '1',
  MessageSid: messageSid(n),
  AccountSid: sid,
  From: caller,
  ApiVersion: '2010-04-01',
  ...parts
})

export const mediaUrl = (n: number, at = 0) =>
  `https://api.twilio.com/2010-04-01/Accounts/${sid}/Messages/${messageSid(n, 'MM')}/Media/ME${String(at).padStart(32, '0')}`

export const pictured = (n: number, body: string, types: readonly string[] = ['image/jpeg']): Form =>
  texted(n, body, {
    NumMedia: String(types.length),
    ...Object.fromEntries(
      types.flatMap((type, at) => [
        [`MediaContentType${at}`, type],
        [`MediaUrl${at}`, mediaUrl(n, at)]
      ])
    )
  })

/** Source: Twilio, "Track the Message Status of Outbound Messages". */
export const became = (n: number, status: string, parts: Form = {}): Form => ({
  SmsSid: messageSid(n),
  SmsStatus: status,
  MessageStatus: status,
  To: caller,
  MessageSid: messageSid(n),
  AccountSid: sid,
  From: shopNumber,
  ApiVersion: '2010-04-01',
  ...parts
})

/** Signed as Twilio does it: the address, then every field by name, name and value. */
export function signature(address: string, form: Form, token: string): string {
  const fields = Object.keys(form)
    .toSorted()
    .map(name => `${name}${form[name]}`)
  return createHmac('sha1', token)
    .update(address + fields.join(''))
    .digest('base64')
}

export function called(payload: unknown, token: string = appSecret, address = 'http://localhost/') {
  const form = payload as Form
  return {
    method: 'POST',
    body: new URLSearchParams(form).toString(),
    headers: {
      'content-type': 'application/x-www-form-urlencoded; charset=UTF-8',
      'x-twilio-signature': signature(address, form, token)
    }
  }
}
