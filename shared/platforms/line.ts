import { upTo, type Strategy } from './strategy.ts'

/**
 * LINE Messaging API. No window: what is pushed counts against the account's month instead. Nobody tells what arrived or
 * was read. Phones fetch our files from us, and there are none but pictures, films and sounds. Source: LINE, "Messaging
 * API reference", "Image message", "Video message", "Audio message" and "Character counting in a text".
 */
export const line: Strategy = {
  platform: 'line',
  name: 'LINE',
  text: { most: 5000, unit: 'characters', utf16: true },
  caption: null,
  files: 'both',
  media: {
    // LINE takes 10 MB, but wants a preview of 1 MB beside it: so the picture is its own.
    image: upTo(1, 'image/jpeg', 'image/png'),
    audio: upTo(100, 'audio/mp4'),
    voice: upTo(100, 'audio/mp4'),
    // LINE takes 200 MB; a device has to hold it.
    video: upTo(100, 'video/mp4')
  },
  buttons: { most: 13, title: 20 },
  list: null,
  reactions: 'nobody',
  // Words and stickers, which we send none of. "Send quote messages".
  quotes: true,
  quotesWith: 'words',
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
