import type { Strategy } from './strategy.ts'

/**
 * WhatsApp Cloud API. 24 h after the customer's last message only approved templates pass
 * (error 131047); a text body holds 4096 characters. Source: Meta, "Messages" and "Error codes".
 */
export const whatsapp: Strategy = {
  platform: 'whatsapp',
  name: 'WhatsApp',
  text: { most: 4096, unit: 'characters' },
  replyWindowHours: 24,
  templates: true,
  receipts: ['sent', 'delivered', 'read']
}
