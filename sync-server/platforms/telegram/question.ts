import { measure } from '../../../shared/platforms/strategy.ts'
import { telegram } from '../../../shared/platforms/telegram.ts'
import { unreachable } from '../../../shared/kernel/unreachable.ts'
import type { Outgoing, OutgoingFile } from '../port.ts'

/** What the Bot API is asked for one message: a file goes with it, in the same call. */
export type Question = { readonly method: string; readonly type: string | null; readonly body: string | FormData }

/** Source: Telegram, "Bot API", `sendMessage`, `sendPhoto` and its like, "Sending files". */
export function questionFor(
  { content, file }: Outgoing,
  chat: number
): Question | { readonly wrong: [string, string] } {
  if (content.kind === 'media' && file) return withFile(file, content.caption, chat)
  if (content.kind !== 'text') return { wrong: ['unsupported', 'This kind of message cannot be sent on Telegram.'] }
  if (measure(content.text, telegram.text) > telegram.text.most) {
    return { wrong: ['too-long', `A message on Telegram holds ${telegram.text.most} characters.`] }
  }
  const keyboard = content.choices && { reply_markup: { inline_keyboard: content.choices.map(keyOf) } }
  const body = { chat_id: chat, text: content.text, link_preview_options: { is_disabled: true }, ...keyboard }
  return { method: 'sendMessage', type: 'application/json', body: JSON.stringify(body) }
}

/** A row each, so that all of its words can be read. */
function keyOf({ title }: { readonly title: string }, at: number) {
  return [{ text: title, callback_data: `choice:${at + 1}` }]
}

function withFile({ media, mime, name, body }: OutgoingFile, caption: string | undefined, chat: number): Question {
  const [method, field] = namesOf(media)
  const form = new FormData()
  form.set('chat_id', String(chat))
  if (caption) form.set('caption', caption)
  form.set(field, body.slice(0, body.size, mime), name)
  // The form says its own type, with what its parts are divided by.
  return { method, type: null, body: form }
}

function namesOf(media: OutgoingFile['media']): [method: string, field: string] {
  switch (media) {
    case 'image':
      return ['sendPhoto', 'photo']
    case 'video':
      return ['sendVideo', 'video']
    case 'audio':
      return ['sendAudio', 'audio']
    case 'voice':
      return ['sendVoice', 'voice']
    case 'sticker':
      return ['sendSticker', 'sticker']
    case 'document':
      return ['sendDocument', 'document']
    default:
      return unreachable(media)
  }
}
