import type { Ruling, Verdict } from './graph.ts'

/*
 * What an error of the Send API asks us to do. Source: Meta, "Messenger Platform, Common error codes" and
 * "Send API, Error codes"; what Instagram adds: "Instagram Messaging, Error codes". The first that fits.
 */
type Row = readonly [code: number, subcode: number | null, verdict: Verdict, words: string]

const outside = 'The window for replies has closed: the customer has to write first.'
const unfetched = 'Meta could not fetch the file from this server. An admin has to look at PUBLIC_ORIGIN.'
const reconnect = 'An admin has to connect it again.'

const rows: readonly Row[] = [
  // "Missing permissions can cause this issue."
  [1, 99, 'stop', `The app may not do this. ${reconnect}`],
  // "The messages are all sent successfully, but the endpoint returns an error": also said of what was taken.
  [1, null, 'doubt', 'Meta had an unknown problem.'],
  // "Please retry your request later."
  [2, null, 'retry', 'Meta is temporarily not available.'],
  // "Temporary send message failure. Please try again later."
  [1200, null, 'retry', 'Meta could not send it just now.'],

  // Rates: of the app, of the user, of the page, of the account, of the call.
  [4, null, 'retry', 'Meta is being called too often.'],
  [17, null, 'retry', 'Meta is being called too often.'],
  [32, null, 'retry', 'This page is being used too often.'],
  [341, null, 'retry', 'Meta is being called too often.'],
  [613, null, 'retry', 'Too many messages at once.'],
  [80_001, null, 'retry', 'This page has reached its rate limit.'],
  [80_002, null, 'retry', 'This Instagram account has reached its rate limit.'],
  [80_006, null, 'retry', 'This page has reached its rate limit.'],
  [80_007, null, 'retry', 'This account has reached its rate limit.'],

  // "This message is sent outside of allowed window", in its old and new words, and in Instagram's.
  [10, 2_018_278, 'tell', outside],
  [10, 2_018_065, 'tell', outside],
  [10, 2_534_022, 'tell', outside],
  // "This Page is not allowed to send messages."
  [10, 2_018_108, 'stop', 'This page may not send messages at the moment. An admin has to look at its quality.'],
  [10, null, 'stop', `The app lacks a permission. ${reconnect}`],

  // "This person isn't available right now", and the same under another code.
  [551, null, 'tell', 'This person cannot be reached: they may have blocked you, or closed their account.'],
  [200, 1_545_041, 'tell', 'This person cannot be reached: they may have blocked you, or closed their account.'],
  // "Cannot message users who are not admins, developers or testers of the app."
  [200, 2_018_028, 'stop', 'The app is not live: it may only write to its own testers.'],
  [200, 2_018_027, 'stop', 'The app is not live: it may only write to its own testers.'],
  [200, null, 'stop', `The access token lacks a permission. ${reconnect}`],
  [230, null, 'stop', `The access token may not send messages. ${reconnect}`],
  [3, null, 'stop', 'The app may not send messages. An admin has to ask Meta for it.'],

  // "No matching user found", and Instagram's words for it.
  [100, 2_018_001, 'tell', 'Meta does not know this person on this account.'],
  [100, 2_534_014, 'tell', 'Meta does not know this person on this account.'],
  // "Upload attachment failure": of another type than it says, or damaged.
  [100, 2_018_047, 'tell', 'Meta could not read the file: it may be damaged, or of another type than it says.'],
  // "Failed to fetch the file from the url."
  [100, 2_018_008, 'tell', unfetched],
  // "Attachment size exceeds allowable limit."
  [100, 2_018_109, 'tell', 'The file is too big for Meta.'],
  [100, null, 'tell', 'Meta did not understand the message.'],

  [190, null, 'stop', `Meta no longer accepts this inbox’s access token. ${reconnect}`],
  [102, null, 'stop', `Meta no longer accepts this inbox’s access token. ${reconnect}`],
  [368, null, 'stop', 'Meta has blocked this account for breaking a policy. An admin has to talk to Meta.']
]

export function rulingOn(code: number, subcode: number | undefined): Ruling | undefined {
  const found = rows.find(([which, narrower]) => which === code && (narrower === null || narrower === subcode))
  if (!found) return undefined
  const [, narrower, verdict, words] = found
  const named = narrower === null ? String(code) : `${code}/${narrower}`
  return { verdict, code: words === outside ? 'outside-reply-window' : named, words }
}
