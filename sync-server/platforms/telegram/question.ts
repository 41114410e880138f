import { measure } from '../../../shared/platforms/strategy.ts'
import { telegram } from '../../../shared/platforms/telegram.ts'
import { unreachable } from '../../../shared/kernel/unreachable.ts'
import type { Outgoing, OutgoingFile } from '../port.ts'
import { numberIn, type Place } from './message-id.ts'

/** What the Bot API is asked for one message: a file goes with it, in the same call. */
export type Question = { readonly method: string; readonly type: string | null; readonly body: string | FormData }

/** Source: Telegram, "Bot API", `sendMessage`, `sendPhoto` and its like, "Sending files". */
export function questionFor(
  { content, file, quoted }: Outgoing,
  place: Place
): Question | { readonly wrong: [string, string] } {
  const answered = quoted && answering(quoted.id, place)
  if (content.kind === 'media' && file) return withFile(file, { caption: content.caption, place, answered })
  if (content.kind !== 'text') return { wrong: ['unsupported', 'This kind of message cannot be sent on Telegram.'] }
  if (measure(content.text, telegram.text) > telegram.text.most) {
    return { wrong: ['too-long', `A message on Telegram holds ${telegram.text.most} characters.`] }
  }
  const keyboard = content.choices && { reply_markup: { inline_keyboard: content.choices.map(keyOf) } }
  const plain = { ...named(place), text: content.text, link_preview_options: { is_disabled: true } }
  const body = { ...plain, ...keyboard, ...(answered && { reply_parameters: answered }) }
  return { method: 'sendMessage', type: 'application/json', body: JSON.stringify(body) }
}

type Answered = { readonly message_id: number; readonly allow_sending_without_reply: true }

/** What was taken back meanwhile holds up no words. Source: Telegram, "Bot API", `ReplyParameters`. */
function answering(message: string, place: Place): Answered | undefined {
  const id = numberIn(message, place)
  return id === undefined ? undefined : { message_id: id, allow_sending_without_reply: true }
}

/** How a chat is named in every method. Source: Telegram, "Bot API", `sendMessage`. */
export function named({ chat, connection }: Place) {
  return { chat_id: chat, ...(connection !== undefined && { business_connection_id: connection }) }
}

/** A row each, so that all of its words can be read. */
function keyOf({ title }: { readonly title: string }, at: number) {
  return [{ text: title, callback_data: `choice:${at + 1}` }]
}

type Beside = {
  readonly caption: string | undefined
  readonly place: Place
  readonly answered: Answered | undefined
}

function withFile({ media, mime, name, body }: OutgoingFile, { caption, place, answered }: Beside): Question {
  const [method, field] = namesOf(media)
  const form = new FormData()
  for (const [field, value] of Object.entries(named(place))) form.set(field, String(value))
  if (caption) form.set('caption', caption)
  if (answered) form.set('reply_parameters', JSON.stringify(answered))
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
