import type { Strategy } from './strategy.ts'

/**
 * What a bot may put on a message; customers may put more. Source: Telegram, "Bot API", `ReactionTypeEmoji`.
 * Some are two characters, and Telegram knows each only as it stands here.
 */
export const telegramEmojis: readonly string[] = Array.from(
  new Intl.Segmenter('en', { granularity: 'grapheme' }).segment(
    '👍👎❤🔥🥰👏😁🤔🤯😱🤬😢🎉🤩🤮💩🙏👌🕊🤡🥱🥴😍🐳❤\u200D🔥🌚🌭💯🤣⚡🍌🏆💔🤨😐🍓🍾💋🖕😈😴😭🤓👻👨\u200D💻👀🎃🙈😇😨🤝✍🤗🫡🎅🎄☃💅🤪🗿🆒💘🙉🦄😘💊🙊😎👾🤷\u200D♂🤷🤷\u200D♀😡'
  ),
  ({ segment }) => segment
)

const single = /^(?:\p{RI}\p{RI}|\p{Emoji}(?:\p{EMod}|\u{FE0F}\u{20E3}?)?(?:\u{200D}\p{Emoji}\u{FE0F}?\p{EMod}?)*)$/u

/** May we put this on a customer's message? Digits are emoji to Unicode, and to no platform. */
export function takesEmoji({ reactions, reactionEmojis }: Strategy, emoji: string): boolean {
  if (reactions !== 'both') return false
  return reactionEmojis ? reactionEmojis.includes(emoji) : single.test(emoji) && !/^[\d#*]/.test(emoji)
}
