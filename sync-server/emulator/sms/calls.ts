import { createHmac, randomBytes } from 'node:crypto'
import type { Seal } from '../hooks.ts'

/** One call is one form. Source: Twilio, "Request to your incoming message webhook URL", "Status callbacks". */
export type Form = Readonly<Record<string, string>>

/**
 * Signed are the address as it is called, and behind it every field by name, those of the form only.
 * Source: Twilio, "Webhooks security".
 */
export function sealed(token: string): Seal {
  return (payload, address) => {
    const form = payload as Form
    const fields = Object.keys(form)
      .toSorted()
      .map(name => name + form[name])
    const signature = createHmac('sha1', token)
      .update(address + fields.join(''))
      .digest('base64')
    const headers = {
      'content-type': 'application/x-www-form-urlencoded; charset=UTF-8',
      'x-twilio-signature': signature,
      'user-agent': 'TwilioProxy/1.1'
    }
    return { headers, body: new URLSearchParams(form).toString() }
  }
}

export function newSid(kind: 'SM' | 'MM'): string {
  return kind + randomBytes(16).toString('hex')
}

export type Ends = { readonly sid: string; readonly from: string; readonly to: string }

export function incoming({ sid, from, to }: Ends, message: string, part: Form): Form {
  return {
    ToCountry: 'US',
    FromCountry: 'US',
    SmsMessageSid: message,
    SmsSid: message,
    MessageSid: message,
    AccountSid: sid,
    SmsStatus: 'received',
    NumMedia: '0',
    NumSegments: '1',
    ApiVersion: '2010-04-01',
    From: from,
    To: to,
    ...part
  }
}

/**
 * `errorCode`: it does not arrive; why, in words, is not told. Source: Twilio, "Track the Message Status of Outbound
 * Messages".
 */
export function became({ sid, from, to }: Ends, message: string, status: string, errorCode?: string): Form {
  const isCarriers = status === 'delivered' || status === 'undelivered'
  return {
    SmsSid: message,
    SmsStatus: status,
    MessageStatus: status,
    MessageSid: message,
    AccountSid: sid,
    From: from,
    To: to,
    ApiVersion: '2010-04-01',
    ...(errorCode !== undefined && { ErrorCode: errorCode }),
    ...(isCarriers && { RawDlrDoneDate: doneDate() })
  }
}

/** When the carrier was done with it, `YYMMDDhhmm`. */
function doneDate(): string {
  return new Date().toISOString().replaceAll(/\D/g, '').slice(2, 12)
}
