import type { VendorAnswer } from '../answering.ts'

/**
 * What Twilio answers a request with. Source: Twilio, "Error and warning dictionary": the codes and what they mean. The
 * status and the words of an answer are not in it: these are those that are met, and of 20005, 21408 and 21611 a guess.
 */
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
  '21603': [400, "A 'From' phone number is required."],
  '21604': [400, "A 'To' phone number is required."],
  '21606': [400, "The 'From' phone number is not a valid, SMS-capable inbound phone number for your account."],
  '21608': [400, 'The number is unverified. Trial accounts cannot send messages to unverified numbers.'],
  '21610': [400, 'Attempt to send to unsubscribed recipient'],
  '21611': [429, 'This From number has exceeded the maximum number of queued messages.'],
  '21617': [400, 'The concatenated message body exceeds the 1600 character limit.'],
  '21620': [400, 'Invalid media URL.']
}

/** What comes as a status after it was taken. Source: Twilio, "Error and warning dictionary". */
const later: ReadonlySet<string> = new Set([
  // HTTP retrieval failure; invalid Content-Type.
  '11200',
  '12300',
  // The handset cannot be reached, or is not known; a landline.
  '30003',
  '30005',
  '30006',
  // Filtered; unknown; an unregistered number.
  '30007',
  '30008',
  '30034'
])

export function knowsTwilioError(name: string): boolean {
  return Object.hasOwn(answered, name) || later.has(name)
}

/** `undefined`: nobody knows it while the message is taken. */
export function twilioError(name: string): VendorAnswer | undefined {
  const found = answered[name]
  return found && errorOf(Number(name), ...found)
}

/** Why a message that was taken does not arrive. `undefined`: it does. */
export function laterError(name: string | null): string | undefined {
  return name !== null && later.has(name) ? name : undefined
}

export function refusal(code: keyof typeof answered): VendorAnswer {
  return twilioError(code) ?? errorOf(Number(code), 400, 'Bad Request')
}

export const twilioDown = (): VendorAnswer => ({ status: 502, body: '<html><body>502 Bad Gateway</body></html>' })

function errorOf(code: number, status: number, message: string): VendorAnswer {
  return { status, body: { code, message, more_info: `https://www.twilio.com/docs/errors/${code}`, status } }
}
