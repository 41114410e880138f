import { doubling, type Ruling, type Verdict } from '../meta/graph.ts'

const reconnect = 'An admin has to connect it again.'

/** What an error code of the Cloud API asks us to do. Source: Meta, "Error codes", and "Graph API", "Rate limits". */
const verdicts: Readonly<Record<string, readonly [Verdict, string]>> = {
  1: ['retry', 'WhatsApp had an unknown problem.'],
  2: ['retry', 'WhatsApp is temporarily not available.'],
  4: ['retry', 'WhatsApp is being called too often.'],
  17: ['retry', 'WhatsApp is being called too often.'],
  32: ['retry', 'WhatsApp is being called too often.'],
  613: ['retry', 'WhatsApp is being called too often.'],
  80007: ['retry', 'The WhatsApp Business account has reached its rate limit.'],
  80008: ['retry', 'The WhatsApp Business account has reached its rate limit.'],
  130429: ['retry', 'This number is sending too many messages at once.'],
  131000: ['retry', 'Something went wrong at WhatsApp.'],
  131016: ['retry', 'WhatsApp is temporarily not available.'],
  131056: ['retry', 'Too many messages to this customer in a short time.'],
  131057: ['retry', 'WhatsApp maintains this account at the moment.'],
  133004: ['retry', 'WhatsApp is temporarily not available.'],

  131026: ['tell', 'WhatsApp cannot deliver to this customer: the number may not use WhatsApp, or its app is too old.'],
  131047: ['tell', 'More than 24 hours have passed since the customer last wrote. Send a template instead.'],
  130472: ['tell', 'WhatsApp held this message back as part of an experiment with this customer.'],
  131049: ['tell', 'WhatsApp chose not to deliver this message, to keep its users from too much marketing.'],
  131051: ['tell', 'WhatsApp does not support this kind of message.'],
  131052: ['tell', 'WhatsApp could not download the attachment.'],
  131053: ['tell', 'WhatsApp could not take the attachment.'],
  132000: ['tell', 'The template needs a different number of parameters.'],
  132001: ['tell', 'There is no approved template of this name in this language.'],
  132005: ['tell', 'The template with its parameters is too long.'],
  132007: ['tell', 'The template breaks a WhatsApp policy.'],
  132012: ['tell', 'A template parameter has the wrong format.'],
  132018: ['tell', 'WhatsApp does not accept what stands in the template.'],
  132015: ['tell', 'WhatsApp has paused this template because of its quality.'],
  132016: ['tell', 'WhatsApp has switched this template off for good.'],
  368: ['tell', 'WhatsApp has blocked this account for breaking a policy.'],
  130497: ['tell', 'This account may not write to customers in this country.'],
  100: ['tell', 'WhatsApp did not understand the message.'],
  131008: ['tell', 'WhatsApp misses a part of the message.'],
  131009: ['tell', 'WhatsApp does not accept a value in the message.'],
  131021: ['tell', 'A number cannot write to itself.'],
  131030: ['tell', 'This customer is not on the list of numbers that a test account may write to.'],
  131050: ['tell', 'The customer does not want marketing messages.'],
  131062: ['tell', 'WhatsApp does not send this message to somebody who shows no number.'],
  131063: ['tell', 'This account may not send marketing templates in this way.'],
  133010: ['tell', 'The phone number of this inbox is not registered with WhatsApp.'],

  0: ['stop', `WhatsApp no longer accepts this inbox’s access token. ${reconnect}`],
  190: ['stop', `WhatsApp no longer accepts this inbox’s access token. ${reconnect}`],
  3: ['stop', `This inbox’s access token may not send messages. ${reconnect}`],
  10: ['stop', `This inbox’s access token may not send messages. ${reconnect}`],
  200: ['stop', `This inbox’s access token may not send messages. ${reconnect}`],
  131005: ['stop', `This inbox’s access token may not send messages. ${reconnect}`],
  33: ['stop', `WhatsApp does not know this inbox’s phone number any more. ${reconnect}`],
  131037: ['stop', 'WhatsApp has not approved the name of this number. An admin has to have it approved.'],
  131045: ['stop', 'The phone number of this inbox is not rightly registered. An admin has to register it again.'],
  131031: ['stop', 'WhatsApp has locked this account. An admin has to talk to WhatsApp.'],
  131042: ['stop', 'WhatsApp needs a valid payment method. An admin has to add one.'],
  131048: ['stop', 'WhatsApp has limited this number because of spam reports. An admin has to look at its quality.']
}

/** `undefined` for a code that Meta adds tomorrow: it is told to the agent in Meta's own words. */
export function rulingOn(code: number): Ruling | undefined {
  // All that lies between are permissions.
  const known = verdicts[code > 200 && code < 300 ? '200' : String(code)]
  return known && { verdict: known[0], code: String(code), words: known[1] }
}

/** Of these Meta's details say which part it was, and what it takes instead. */
const detailed: ReadonlySet<string> = new Set(
  ['100', '131008', '131009', '131052', '131053', '132000', '132005', '132012', '132018'] // what somebody can mend
)

/** Words a person can read: ours where there are any, and what the platform says of this very message. */
export function wordsFor(code: string, details: string | null | undefined, title: string | null | undefined): string {
  const known = verdicts[code]?.[1]
  const told = details || title || 'WhatsApp did not say why.'
  return (known === undefined ? told : details && detailed.has(code) ? `${known} ${details}` : known).slice(0, 1000)
}

const longestBackOffMs = 5 * 60_000

/** How long to wait before the next try. The pair rate asks for 4^x seconds. */
export function backOffMs(code: number, tries: number): number {
  return code === 131056 ? Math.min(4 ** tries * 1000, longestBackOffMs) : doubling(tries)
}
