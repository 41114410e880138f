import type { Strategy } from './strategy.ts'

/** Our own channel: no vendor, no window. The limit keeps one message within one screen's scroll. */
export const webchat: Strategy = {
  platform: 'webchat',
  name: 'Web chat',
  text: { most: 20_000, unit: 'characters' },
  replyWindowHours: null,
  templates: false,
  receipts: ['sent', 'delivered', 'read']
}
