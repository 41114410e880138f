import { unreachable } from '../../shared/kernel/unreachable.ts'
import type { Channel } from '../../shared/platforms/accounts.ts'

const metaFields = {
  whatsapp: [
    'messages',
    'smb_message_echoes',
    'history',
    'user_preferences',
    'user_id_update',
    // What is said of the account and its templates.
    'account_update',
    'account_alerts',
    'account_review_update',
    'phone_number_quality_update',
    'phone_number_name_update',
    'business_username_update',
    'business_capability_update',
    'business_status_update',
    'security',
    'message_template_status_update',
    'message_template_quality_update',
    'message_template_components_update',
    'template_category_update'
  ],
  messenger: [
    'messages',
    'messaging_postbacks',
    'message_echoes',
    'message_edits',
    'message_reactions',
    'message_deliveries',
    'message_reads',
    'messaging_referrals',
    'messaging_optins',
    'messaging_handovers',
    'standby',
    'send_cart'
  ],
  instagram: [
    'messages',
    'messaging_postbacks',
    'messaging_seen',
    'message_reactions',
    'message_edit',
    'messaging_referral',
    'messaging_handover',
    'standby'
  ]
}

/** What has to be done at the platform once an inbox is connected, one thing after the other. */
export function stepsFor(channel: Channel, isAnnounced: boolean): readonly string[] {
  switch (channel) {
    case 'whatsapp':
    case 'messenger':
    case 'instagram':
      return [
        'In Meta’s app dashboard, under Webhooks, enter the address as the callback URL, and the verify token.',
        `Subscribe to ${metaFields[channel].join(', ')}.`,
        'Write to the account from a phone of yours.'
      ]
    case 'telegram':
      return isAnnounced
        ? [
            'Telegram knows where to call. Write to the bot.',
            'To answer for a Telegram account of your own as well: turn on Business Mode at BotFather, and name the bot in that account’s settings, under Telegram Business, Chatbots.'
          ]
        : ['Start the server with its public address, and connect the bot once more: then Telegram is told by itself.']
    case 'line':
      return [
        isAnnounced
          ? 'LINE knows the address.'
          : 'In the LINE console, under Messaging API, enter the address as the webhook URL.',
        'Turn on Use webhook and Webhook redelivery, and turn off the greeting and the automatic answers.',
        'Write to the account from a phone of yours.'
      ]
    case 'sms':
      return [
        'In Twilio’s console, at the number or at the messaging service, enter the address for incoming messages, by HTTP POST, with #rc=5&rp=all behind it: so Twilio calls again when this server was away.',
        'Send a text to the number.'
      ]
    case 'webchat':
      return ['Open the page, or link to it from your site, and write something.']
    case 'email':
      return [
        'Write to the address from somewhere else. What was in the mailbox before stays there and is not brought.'
      ]
    default:
      return unreachable(channel)
  }
}
