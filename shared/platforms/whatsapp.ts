import { upTo, type Strategy } from './strategy.ts'

/** What "Upload media" takes beside sound and pictures: of anything else it says error 100. A table goes as plain words. */
const papers = [
  'application/pdf',
  'application/msword',
  'application/vnd.ms-excel',
  'application/vnd.ms-powerpoint',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  'application/vnd.openxmlformats-officedocument.presentationml.presentation',
  'text/plain',
  'text/csv'
]

/**
 * WhatsApp Cloud API. 24 h after the customer's last message only approved templates pass
 * (error 131047); a text body holds 4096 characters. Source: Meta, "Messages", "Media" and "Error codes".
 */
export const whatsapp: Strategy = {
  platform: 'whatsapp',
  name: 'WhatsApp',
  text: { most: 4096, unit: 'characters' },
  caption: { most: 1024, unit: 'characters' },
  files: 'both',
  media: {
    image: upTo(5, 'image/jpeg', 'image/png'),
    audio: upTo(16, 'audio/aac', 'audio/amr', 'audio/mpeg', 'audio/mp4', 'audio/ogg'),
    // Ogg with Opus, and nothing else in it.
    voice: upTo(16, 'audio/ogg'),
    video: upTo(16, 'video/mp4', 'video/3gpp'),
    document: upTo(100, ...papers),
    // Half a megabyte when it moves; 100 KB when it does not.
    sticker: upTo(0.5, 'image/webp')
  },
  // "Interactive reply buttons" and "Interactive list".
  buttons: { most: 3, title: 20, words: 1024 },
  list: { rows: 10, title: 24, description: 72 },
  reactions: 'both',
  // Not with a template: no bubble is drawn above one. "Contextual replies".
  quotes: true,
  edits: 'theirs',
  unsends: 'theirs',
  replyWindowHours: 24,
  personWindowHours: 24,
  templates: true,
  // "Only PDF documents are supported for media-based message templates": "Messages", "Parameter object".
  heads: {
    image: upTo(5, 'image/jpeg', 'image/png'),
    video: upTo(16, 'video/mp4', 'video/3gpp'),
    document: upTo(100, 'application/pdf')
  },
  receipts: ['sent', 'delivered', 'read'],
  // Dismissed by our answer, or after 25 seconds.
  reads: true,
  typing: { againMs: 20_000, withRead: true },
  // "Throughput", and "Pair rate limits": a message every six seconds to one person, and 45 in advance.
  rates: { account: { burst: 80, perSecond: 80 }, person: { burst: 45, perSecond: 1 / 6 } },
  handles: ['wa_id', 'user_id']
}
