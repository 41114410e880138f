import { strategyOf } from '../../shared/platforms/strategies.ts'
import type { Reaction } from '../../shared/conversations/page-item.ts'
import { act } from '../app/shell/act.ts'
import { MenuAt, MenuItem } from '../ui/menu.tsx'
import { words } from './words.ts'

/** Those that people use; a platform that takes only some has its own list. */
const usual = [...'👍👎😂🔥🎉👏😮😢🙏😍🤔💯👀🤝👌✅💪😁😅😊🥰😭😡🚀'].toSpliced(2, 0, '❤️')

type MenuProps = {
  conversation: string
  of: string
  platform: string
  mine: string | undefined
  anchor: HTMLElement
  close(): void
}

/** Choosing what is there already takes it back. */
export function ReactionMenu({ conversation, of, platform, mine, anchor, close }: MenuProps) {
  const emojis = strategyOf(platform).reactionEmojis ?? usual
  const put = (emoji: string | null) =>
    void act({ type: 'conversation.put-reaction', conversation, of, emoji }, { quiet: true })
  return (
    <MenuAt label={words.react} anchor={anchor} close={close}>
      <div class="emojis">
        {emojis.map(emoji => (
          <MenuItem key={emoji} checked={emoji === mine} act={() => put(emoji === mine ? null : emoji)}>
            {emoji}
          </MenuItem>
        ))}
      </div>
      {mine !== undefined && <MenuItem act={() => put(null)}>{words.takeReactionBack}</MenuItem>}
    </MenuAt>
  )
}

type TroubleProps = { conversation: string; of: string; reaction: Reaction }

/** Why it is not there, or may not be, and what can be done. */
export function ReactionTrouble({ conversation, of, reaction: { emojis, send } }: TroubleProps) {
  if (!send) return null
  const [emoji] = emojis
  const { message } = send
  const what = emoji ? `Your ${emoji}` : 'Taking your reaction back'
  return (
    <p class={send.delivery === 'failed' ? 'trouble red' : 'trouble amber'} role="group">
      {send.delivery === 'failed'
        ? `${what} was not sent. ${send.failure?.reason ?? ''} `
        : `We don’t know whether ${what.toLowerCase()} arrived. `}
      <button
        type="button"
        class="link"
        onClick={() => void act({ type: 'conversation.retry', conversation, message }, { quiet: true })}
      >
        {words.retry}
      </button>{' '}
      {emoji && (
        <button
          type="button"
          class="link"
          onClick={() =>
            void act({ type: 'conversation.put-reaction', conversation, of, emoji: null }, { quiet: true })
          }
        >
          {words.takeReactionBack}
        </button>
      )}
    </p>
  )
}
