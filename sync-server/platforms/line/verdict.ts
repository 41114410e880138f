/** What an error of the Messaging API asks us to do. Source: LINE, "Messaging API reference", "Status codes" and "Error responses". */
export type Verdict =
  /** Not taken, and worth another try later. */
  | 'retry'
  /** Not taken, and it never will be as it is: the agent has to know. */
  | 'tell'
  /** Nothing goes out of this channel until somebody who runs it acts. */
  | 'stop'

export type Ruling = { readonly verdict: Verdict; readonly code: string; readonly words: string }

/** The status, what the message says where that makes a difference, and what is to be done. The first that fits. */
type Row = readonly [status: number, says: RegExp | null, verdict: Verdict, words: string]

const rows: readonly Row[] = [
  [
    400,
    /failed to send messages|property, to, in the request|property, 'to', in the request/i,
    'tell',
    'LINE knows nobody by this id who is in touch with this account.'
  ],
  [
    400,
    /originalContentUrl|previewImageUrl/,
    'tell',
    'LINE does not take the address of the file. An admin has to look at PUBLIC_ORIGIN.'
  ],
  [400, /length must be between|too long/i, 'tell', 'The message is too long for LINE.'],
  [400, /may not be empty|must not be empty/i, 'tell', 'LINE takes no empty message.'],
  [401, null, 'stop', 'LINE no longer accepts this inbox’s channel access token. An admin has to connect it again.'],
  [403, null, 'stop', 'This LINE account may not send messages. An admin has to look at its plan and its permissions.'],
  [404, null, 'tell', 'LINE does not know this customer.'],
  [410, null, 'tell', 'LINE does not offer this any more.'],
  [413, null, 'tell', 'The message is too large for LINE.'],
  [415, null, 'tell', 'LINE does not take this kind of message.'],
  // The month's messages are used up: the same status as a rate, and nothing that waiting for seconds helps.
  [
    429,
    /monthly limit/i,
    'stop',
    'This account’s messages of this month are used up. An admin can change its plan at LINE.'
  ],
  [429, null, 'retry', 'LINE is being called too often.']
]

/** An error we have no words for is told to the agent in LINE's. */
export function rulingOn(status: number, message: string): Ruling {
  const found = rows.find(([which, says]) => which === status && (says === null || says.test(message)))
  const [, says, verdict, words] = found ?? [status, null, 'tell' as const, message || 'LINE did not say why.']
  // The month's end and a rate are not one thing to whoever reads the code.
  return { verdict, code: status === 429 && says !== null ? '429/month' : String(status), words }
}
