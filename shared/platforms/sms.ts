import { upTo, type Strategy } from './strategy.ts'

/**
 * SMS and MMS by Twilio. No window: a customer who wrote STOP is reached by nothing until they write START. Longer texts
 * than one SMS go in parts that the phone puts together, 1600 characters at most, counted as the networks count (UCS-2).
 * Twilio fetches files from us, and makes a picture as small as the customer's network wants it. Source: Twilio, "Messages
 * resource", "What does the SMS character limit mean?", "Error 21617" and "Accepted content types for media".
 */
export const sms: Strategy = {
  platform: 'sms',
  name: 'SMS',
  text: {
    most: 1600,
    unit: 'characters',
    utf16: true,
    segments: { gsm7: { alone: 160, each: 153 }, ucs2: { alone: 70, each: 67 } }
  },
  caption: { most: 1600, unit: 'characters', utf16: true },
  files: 'both',
  // A message has 5 MB with its words and its heads.
  media: {
    image: upTo(4.7, 'image/jpeg', 'image/png', 'image/gif'),
    audio: upTo(4.7, 'audio/mpeg', 'audio/ogg', 'audio/amr', 'audio/3gpp'),
    video: upTo(4.7, 'video/mp4', 'video/3gpp', 'video/quicktime'),
    document: upTo(4.7, 'application/pdf', 'text/vcard', 'text/csv', 'text/calendar')
  },
  buttons: null,
  list: null,
  reactions: 'nobody',
  quotes: false,
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
