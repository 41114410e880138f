import { upTo, type Strategy } from './strategy.ts'

/**
 * Our own channel: no vendor, no window. The limit keeps one message within one screen's scroll. What no browser draws or
 * plays is saved.
 */
export const webchat: Strategy = {
  platform: 'webchat',
  name: 'Web chat',
  text: { most: 20_000, unit: 'characters' },
  caption: { most: 20_000, unit: 'characters' },
  files: 'both',
  media: {
    image: upTo(25, 'image/jpeg', 'image/png', 'image/gif', 'image/webp'),
    audio: upTo(25, 'audio/mpeg', 'audio/mp4', 'audio/ogg', 'audio/wav'),
    voice: upTo(25, 'audio/mp4', 'audio/ogg', 'audio/wav'),
    video: upTo(25, 'video/mp4', 'video/webm'),
    document: upTo(25, '*')
  },
  buttons: { most: 13, title: 60 },
  list: null,
  reactions: 'nobody',
  quotes: true,
  edits: 'nobody',
  unsends: 'nobody',
  replyWindowHours: null,
  personWindowHours: null,
  templates: false,
  receipts: ['sent', 'delivered', 'read'],
  reads: true,
  typing: { againMs: 3000 },
  handles: ['visitor']
}
