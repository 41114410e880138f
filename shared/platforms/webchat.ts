import type { Strategy } from './strategy.ts'

/** Our own channel: no vendor, no window. The limit keeps one message within one screen's scroll. */
export const webchat: Strategy = {
  platform: 'webchat',
  name: 'Web chat',
  text: { most: 20_000, unit: 'characters' },
  caption: null,
  files: 'nobody',
  media: {},
  buttons: { most: 13, title: 60 },
  list: null,
  reactions: 'nobody',
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
