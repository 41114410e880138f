import { upTo, type Strategy } from './strategy.ts'

/**
 * Facebook Messenger. 24 h after the customer's last message only what a person wrote passes, with the tag HUMAN_AGENT,
 * up to 7 days. A file is brought to Meta first. Source: Meta, "Messenger Platform", "Send API", "Message tags" and
 * "Saving assets".
 */
export const messenger: Strategy = {
  platform: 'messenger',
  name: 'Messenger',
  text: { most: 2000, unit: 'characters' },
  caption: null,
  files: 'both',
  media: {
    image: upTo(25, 'image/jpeg', 'image/png', 'image/gif'),
    audio: upTo(25, 'audio/mpeg', 'audio/mp4', 'audio/aac', 'audio/wav'),
    voice: upTo(25, 'audio/mp4', 'audio/wav'),
    video: upTo(25, 'video/mp4', 'video/ogg', 'video/webm', 'video/quicktime', 'video/x-msvideo'),
    document: upTo(25, '*')
  },
  buttons: { most: 13, title: 20 },
  list: null,
  reactions: 'both',
  // "Page Messages" lists `reply_to`. That it holds `{ mid }`, as in webhooks, Meta writes nowhere; clients send it so.
  quotes: true,
  edits: 'theirs',
  unsends: 'nobody',
  replyWindowHours: 24,
  personWindowHours: 7 * 24,
  templates: false,
  receipts: ['delivered', 'read'],
  // "typing_on" fades after 20 seconds.
  reads: true,
  typing: { againMs: 15_000 },
  handles: ['psid']
}
