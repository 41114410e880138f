/** What an error of Twilio's asks us to do. Source: Twilio, "Error and warning dictionary". */
export type Verdict =
  /** Not taken, and worth another try later. */
  | 'retry'
  /** Not taken, or not delivered, and it never will be as it is: the agent has to know. */
  | 'tell'
  /** Nothing goes out of this number until somebody who runs it acts. */
  | 'stop'

export type Ruling = { readonly verdict: Verdict; readonly words: string }

type Row = readonly [code: number, verdict: Verdict, words: string]

const unfetched = 'Twilio could not fetch the file from this server. An admin has to look at PUBLIC_ORIGIN.'
const reconnect = 'An admin has to connect it again.'
const sender = 'Twilio does not let this inbox’s number send SMS. An admin has to look at it.'

/** Those below 30000 answer a request; the others come with a status, when it was taken before. */
const rows: readonly Row[] = [
  [20003, 'stop', `Twilio no longer accepts this inbox’s credentials. ${reconnect}`],
  [20005, 'stop', 'This Twilio account is not active. An admin has to talk to Twilio.'],
  [20006, 'stop', `Twilio denies this inbox access. ${reconnect}`],
  [20008, 'stop', `These are Twilio’s test credentials: nothing is ever sent with them. ${reconnect}`],
  [20404, 'stop', `Twilio does not know this inbox’s account. ${reconnect}`],
  [20429, 'retry', 'Twilio is being called too often.'],
  [14107, 'retry', 'Too many messages to this customer at once.'],

  // The customer's number.
  [21211, 'tell', 'This is no number that Twilio can write to.'],
  [21214, 'tell', 'This number cannot be reached.'],
  [21217, 'tell', 'This is no number that Twilio can write to.'],
  [21265, 'tell', 'This is a short number of a service: no SMS can be sent to it.'],
  [21266, 'tell', 'This is the inbox’s own number.'],
  [21604, 'tell', 'This customer has no number.'],
  [21610, 'tell', 'The customer has written STOP: nothing may be sent to them until they write START.'],
  [21614, 'tell', 'This is no mobile number.'],
  [21635, 'tell', 'This is a landline: it takes no SMS.'],

  // What may be sent where.
  [21408, 'tell', 'This Twilio account may not send SMS to this country. An admin can allow it at Twilio.'],
  [21608, 'tell', 'A Twilio trial account may only write to numbers that were verified there.'],
  [21612, 'tell', 'Twilio has no way from this inbox’s number to the customer’s.'],

  // What is sent.
  [21602, 'tell', 'Twilio takes no empty message.'],
  [21605, 'tell', 'The message is too long for SMS.'],
  [21617, 'tell', 'The message is too long for SMS.'],
  [21619, 'tell', 'Twilio takes no empty message.'],

  // Files, which Twilio fetches when it takes the message or soon after: these may come with a status as well.
  [11200, 'tell', unfetched],
  [11750, 'tell', 'The file is too big for SMS.'],
  [11751, 'tell', 'The file is too big for the customer’s network.'],
  [12300, 'tell', 'Twilio does not take files of this type.'],
  [21620, 'tell', 'Twilio does not take the address of the file. An admin has to look at PUBLIC_ORIGIN.'],
  [21623, 'tell', 'There are too many files in this message.'],
  [63019, 'tell', unfetched],

  // Whom it is sent by.
  [21212, 'stop', sender],
  [21601, 'stop', sender],
  [21603, 'stop', sender],
  [21606, 'stop', sender],
  [21659, 'stop', sender],
  [21660, 'stop', sender],
  [21661, 'stop', sender],
  [21701, 'stop', 'Twilio does not know this inbox’s messaging service. An admin has to look at it.'],
  [21703, 'stop', 'This inbox’s messaging service has no number. An admin has to add one at Twilio.'],
  [21704, 'stop', 'This inbox’s messaging service has no number. An admin has to add one at Twilio.'],
  [21705, 'stop', 'Twilio does not accept this inbox’s messaging service. An admin has to look at it.'],
  [21609, 'stop', 'Twilio cannot call this server: an admin has to look at PUBLIC_ORIGIN.'],
  [21611, 'retry', 'Too many messages of this number are waiting at Twilio.'],

  [30001, 'tell', 'Too many messages were waiting at Twilio: this one was dropped.'],
  [30002, 'stop', 'This Twilio account is suspended. An admin has to talk to Twilio.'],
  [30003, 'tell', 'The customer’s phone could not be reached: it may be switched off or without a network.'],
  [30004, 'tell', 'The customer’s phone takes no SMS from this number.'],
  [30005, 'tell', 'This number is unknown, or no longer in use.'],
  [30006, 'tell', 'This is a landline, or its network takes no SMS.'],
  [30007, 'tell', 'The network filtered it as spam, or against its rules.'],
  [30008, 'tell', 'The network did not deliver it, and does not say why.'],
  [30009, 'tell', 'A part of it got lost on the way.'],
  [30010, 'tell', 'It would have cost more than this account allows for a message.'],
  [30011, 'tell', 'The customer’s network takes no MMS from this number.'],
  [30017, 'tell', 'The network was too busy to deliver it.'],
  [30018, 'stop', 'This country takes only senders that are registered. An admin has to register it at Twilio.'],
  [30019, 'tell', 'It is too large for the customer’s network.'],
  [30022, 'tell', 'More was sent to this network than this number’s registration allows.'],
  [30023, 'tell', 'More was sent today than this number’s registration allows.'],
  [30024, 'stop', 'This network does not take SMS from this number. An admin has to talk to Twilio.'],
  [30027, 'tell', 'More was sent to T-Mobile today than this brand may.'],
  [30032, 'stop', 'This toll-free number is not verified. An admin has to verify it at Twilio.'],
  [30034, 'stop', 'This number is not registered for business SMS in the US (A2P 10DLC). An admin has to register it.'],
  [30035, 'stop', 'This number’s registration went wrong. An admin has to talk to Twilio.'],
  [30036, 'tell', 'The network did not deliver it in time.'],
  [30038, 'tell', 'Twilio filtered it: it looks like a code for signing in.'],
  [30410, 'tell', 'The network did not answer in time: it may or may not have arrived.'],
  [30450, 'tell', 'Twilio blocked it to protect against fraud.']
]

const byCode = new Map(rows.map(([code, verdict, words]): [number, Ruling] => [code, { verdict, words }]))

/** `undefined`: a code of tomorrow. */
export function rulingOn(code: number): Ruling | undefined {
  return byCode.get(code)
}
