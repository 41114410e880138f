import { upTo, type Strategy } from './strategy.ts'

/**
 * Instagram messaging. A text holds 1000 bytes of UTF-8, not characters: 600 Arabic letters are too many. 24 h after the
 * customer's last message only what a person wrote passes, with the tag HUMAN_AGENT, up to 7 days. Meta fetches files
 * from us. Source: Meta, "Instagram Messaging", "Send API", "Human agent" and "Upload media".
 */
export const instagram: Strategy = {
  platform: 'instagram',
  name: 'Instagram',
  text: { most: 1000, unit: 'bytes' },
  caption: null,
  files: 'both',
  media: {
    image: upTo(8, 'image/jpeg', 'image/png', 'image/gif'),
    audio: upTo(25, 'audio/aac', 'audio/mp4', 'audio/wav'),
    voice: upTo(25, 'audio/mp4', 'audio/wav'),
    video: upTo(25, 'video/mp4', 'video/ogg', 'video/webm', 'video/quicktime', 'video/x-msvideo'),
    document: upTo(25, 'application/pdf')
  },
  buttons: { most: 13, title: 20 },
  list: null,
  reactions: 'both',
  // As on Messenger: listed by Meta, and its shape not confirmed.
  quotes: true,
  edits: 'theirs',
  unsends: 'theirs',
  replyWindowHours: 24,
  personWindowHours: 7 * 24,
  templates: false,
  receipts: ['read'],
  // "messaging_seen" has one `mid` and no watermark. That those before it were seen too Meta writes nowhere; an app shows
  // "Seen" under the last one only, and clients read it so (github.com/chatwoot/chatwoot, `Instagram::ReadStatusService`).
  namesLastRead: true,
  // "typing_on" fades after 20 seconds.
  reads: true,
  typing: { againMs: 15_000 },
  handles: ['igsid']
}
