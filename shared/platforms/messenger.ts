import { upTo, type Strategy } from './strategy.ts'

/**
 * Facebook Messenger. 24 h after the customer's last message only what a person wrote passes, with the tag HUMAN_AGENT,
 * up to 7 days. Source: Meta, "Messenger Platform", "Send API", "Message tags" and "Attachments".
 */
export const messenger: Strategy = {
  platform: 'messenger',
  name: 'Messenger',
  text: { most: 2000, unit: 'characters' },
  caption: null,
  files: 'theirs',
  media: {
    image: upTo(25, 'image/*'),
    audio: upTo(25, 'audio/*'),
    voice: upTo(25, 'audio/*'),
    video: upTo(25, 'video/*'),
    document: upTo(25, '*')
  },
  buttons: { most: 13, title: 20 },
  list: null,
  reactions: 'both',
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
