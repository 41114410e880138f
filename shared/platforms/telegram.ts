import { telegramEmojis } from './emoji.ts'
import { upTo, type Strategy } from './strategy.ts'

/** An id of what was said, or pressed, in a chat of an account that the bot answers for, with the bot's connection to it. */
export const inAccount = /^(?:\d+:([\w-]+):\d+:\d+|press:\d+:([\w-]+):[\w-]+)$/

/** Telegram bots: no window, and nobody tells what has arrived or was read. Source: Telegram, "Bot API". */
export const telegram: Strategy = {
  platform: 'telegram',
  name: 'Telegram',
  text: { most: 4096, unit: 'characters' },
  caption: { most: 1024, unit: 'characters' },
  files: 'both',
  media: {
    // What moves would stand still: it goes as a document.
    image: upTo(10, 'image/jpeg', 'image/png', 'image/webp'),
    audio: upTo(50, 'audio/mpeg', 'audio/mp4'),
    voice: upTo(50, 'audio/ogg', 'audio/mpeg', 'audio/mp4'),
    video: upTo(50, 'video/mp4'),
    document: upTo(50, '*'),
    sticker: upTo(0.5, 'image/webp')
  },
  // A keyboard has room for more, but a thumb has not.
  buttons: { most: 12, title: 64 },
  list: null,
  reactions: 'both',
  reactionEmojis: telegramEmojis,
  // "reply_parameters".
  quotes: true,
  edits: 'both',
  // A bot may take back its own, and is not told what a customer takes back; of an account that it answers for it is told
  // that a message is gone, and not who took it.
  unsends: 'nobody',
  replyWindowHours: null,
  personWindowHours: null,
  // "private chats that had incoming messages in the last 24 hours": "BusinessBotRights".
  windowIn: { messages: inAccount, hours: 24 },
  templates: false,
  receipts: [],
  // "The status is set for 5 seconds or less". That a bot has read nobody is shown.
  reads: false,
  typing: { againMs: 4000 },
  // "Bots FAQ": thirty a second, and one a second in a chat, "short bursts" of which it lets through.
  rates: { account: { burst: 30, perSecond: 30 }, person: { burst: 20, perSecond: 1 } },
  // Not the username: given up, it may be taken by somebody else, who is another person.
  handles: ['user_id']
}
