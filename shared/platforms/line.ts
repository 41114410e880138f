import type { Strategy } from './strategy.ts'

/**
 * LINE Messaging API. No window: what is pushed counts against the account's month instead. Nobody tells what arrived or
 * was read. Files come from customers only: ours would have to lie at a public address. Source: LINE, "Messaging API
 * reference", "Character counting in a text".
 */
export const line: Strategy = {
  platform: 'line',
  name: 'LINE',
  text: { most: 5000, unit: 'characters', utf16: true },
  caption: null,
  files: 'theirs',
  media: {},
  buttons: { most: 13, title: 20 },
  list: null,
  reactions: 'nobody',
  edits: 'nobody',
  unsends: 'theirs',
  replyWindowHours: null,
  personWindowHours: null,
  templates: false,
  receipts: [],
  // Read only where the account's own chat is switched on; elsewhere LINE marks by itself. Writing is a loading animation.
  reads: true,
  typing: { againMs: 8000 },
  handles: ['user_id']
}
