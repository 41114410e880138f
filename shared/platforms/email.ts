import { upTo, type Strategy } from './strategy.ts'

/**
 * E-mail. No window, and no limit of its own on a text: ours is what one message of a conversation holds. Servers take
 * 25 MB as a rule, a third of which is lost to base64. `delivered` is told by few (RFC 3464), `read` by nobody we ask.
 * Source: RFC 5321 and RFC 5322.
 */
export const email: Strategy = {
  platform: 'email',
  name: 'E-mail',
  text: { most: 20_000, unit: 'characters' },
  caption: { most: 20_000, unit: 'characters' },
  files: 'both',
  media: {
    image: upTo(18, 'image/*'),
    audio: upTo(18, 'audio/*'),
    voice: upTo(18, 'audio/*'),
    video: upTo(18, 'video/*'),
    document: upTo(18, '*')
  },
  buttons: null,
  list: null,
  reactions: 'nobody',
  // In-Reply-To and References are that mail's.
  quotes: true,
  edits: 'nobody',
  unsends: 'nobody',
  replyWindowHours: null,
  personWindowHours: null,
  templates: false,
  receipts: ['sent'],
  reads: false,
  typing: null,
  handles: ['address']
}
