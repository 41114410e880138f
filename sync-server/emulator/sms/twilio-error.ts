import type { VendorAnswer } from '../answering.ts'

/** What Twilio answers a request with. Source: Twilio, "Error and warning dictionary". */
const answered: Readonly<Record<string, readonly [status: number, message: string]>> = {
  '20003': [401, 'Authenticate'],
  '20005': [403, 'Account not active'],
  '20404': [404, 'The requested resource was not found'],
  '20429': [429, 'Too Many Requests'],
  '20500': [500, 'Internal Server Error'],
  '21211': [400, "The 'To' number is not a valid phone number."],
  '21408': [400, 'Permission to send an SMS has not been enabled for the region indicated by the To number.'],
  '21601': [400, "The 'From' phone number is not SMS-capable."],
  '21602': [400, 'Message body is required.'],
  '21606': [400, "The 'From' phone number is not a valid, SMS-capable inbound phone number for your account."],
  '21608': [400, 'The number is unverified. Trial accounts cannot send messages to unverified numbers.'],
  '21610': [400, 'Attempt to send to unsubscribed recipient'],
  '21611': [429, 'This From number has exceeded the maximum number of queued messages.'],
  '21617': [400, 'The concatenated message body exceeds the 1600 character limit.'],
  '21620': [400, 'Invalid media URL.']
}

/** What comes as a status after it was taken. */
const later: Readonly<Record<string, string>> = {
  '11200': 'HTTP retrieval failure',
  '12300': 'Invalid Content-Type',
  '30003': 'Unreachable destination handset',
  '30005': 'Unknown destination handset',
  '30006': 'Landline or unreachable carrier',
  '30007': 'Message filtered',
  '30008': 'Unknown error',
  '30034': 'US A2P 10DLC - Message from an Unregistered Number'
}

export function knowsTwilioError(name: string): boolean {
  return Object.hasOwn(answered, name) || Object.hasOwn(later, name)
}

/** `undefined`: nobody knows it while the message is taken. */
export function twilioError(name: string): VendorAnswer | undefined {
  const found = answered[name]
  return found && errorOf(Number(name), ...found)
}

/** Why a message that was taken does not arrive. `undefined`: it does. */
export function laterError(name: string | null): { readonly code: string; readonly words: string } | undefined {
  const words = name === null ? undefined : later[name]
  return name !== null && words !== undefined ? { code: name, words } : undefined
}

export function refusal(code: keyof typeof answered): VendorAnswer {
  return twilioError(code) ?? errorOf(Number(code), 400, 'Bad Request')
}

export const twilioDown = (): VendorAnswer => ({ status: 502, body: '<html><body>502 Bad Gateway</body></html>' })

function errorOf(code: number, status: number, message: string): VendorAnswer {
  return { status, body: { code, message, more_info: `https://www.twilio.com/docs/errors/${code}`, status } }
}
