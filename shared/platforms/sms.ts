import type { Strategy } from './strategy.ts'

/**
 * SMS and MMS by Twilio. No window: a customer who wrote STOP is reached by nothing until they write START. Longer texts
 * than one SMS go in parts that the phone puts together, 1600 characters at most, counted as the networks count (UCS-2).
 * Files come from customers only: ours would have to lie at a public address. Source: Twilio, "Messages resource",
 * "Error 21617" and "Accepted content types for media".
 */
export const sms: Strategy = {
  platform: 'sms',
  name: 'SMS',
  text: { most: 1600, unit: 'characters', utf16: true },
  caption: null,
  files: 'theirs',
  media: {},
  buttons: null,
  list: null,
  reactions: 'nobody',
  edits: 'nobody',
  unsends: 'nobody',
  replyWindowHours: null,
  personWindowHours: null,
  templates: false,
  receipts: ['sent', 'delivered'],
  reads: false,
  typing: null,
  handles: ['number']
}
