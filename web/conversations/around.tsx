import { Forward, Megaphone, Reply } from 'lucide-preact'
import type { Around } from '../../shared/conversations/content.ts'
import { summary } from '../../shared/conversations/content-words.ts'
import type { Said } from './lines.ts'
import { words } from './words.ts'

/** From one message of the page to another: what it is, and the way there. */
export type ToOthers = { find(id: string): Said | undefined; lead(message: string): void }

/** What a message came with: what it answers, what brought the customer here. Above its words, and quieter. */
export function Before({ item, find, lead }: { item: Said } & ToOthers) {
  // An edit says the words anew, and not what they came with.
  const { replyTo, referral, story, forwarded } = { ...(item.first as Around), ...(item.content as Around) }
  return (
    <>
      {forwarded && (
        <span class="kind">
          <Forward class="small" /> {words.forwarded}
        </span>
      )}
      {referral && (
        <span class="kind" title={referral.body}>
          <Megaphone class="small" /> {cameFrom(referral.source)}
          {referral.headline && <bdi>“{referral.headline}”</bdi>}
        </span>
      )}
      {story?.how === 'reply' && (
        <span class="kind">
          <Reply class="small" /> {words.toStory}
        </span>
      )}
      {replyTo && <Quote replyTo={replyTo} find={find} lead={lead} />}
    </>
  )
}

function cameFrom(source: string): string {
  return source === 'ad' ? 'From an ad' : `From a ${source.replaceAll(/[_-]+/g, ' ')}`
}

/** What is answered may stand further up than this device has read; pressed, it leads there. */
export function Quote({ replyTo, find, lead }: { replyTo: NonNullable<Around['replyTo']> } & ToOthers) {
  const answered = find(replyTo.message)
  const text =
    replyTo.words ??
    (answered === undefined ? words.olderMessage : answered.later?.unsentAt ? words.unsent : summary(answered.content))
  return (
    <button
      type="button"
      class="quote"
      aria-label={`${words.toAnswered} ${text}`}
      onClick={() => lead(replyTo.message)}
    >
      <q dir="auto">{text}</q>
    </button>
  )
}

/** What became of a message after it was said. */
export function After({ item: { later, first, content } }: { item: Said }) {
  if (!later) return null
  const emojis = later.reactions.flatMap(reaction => reaction.emojis)
  const isOnItsWay = later.reactions.some(({ send }) => send && send.delivery !== 'sent')
  return (
    <>
      {later.edited && later.unsentAt === null && (
        <span class="edited" title={first && first !== content ? `${words.before} ${summary(first)}` : undefined}>
          {words.edited}
        </span>
      )}
      {emojis.length > 0 && (
        <span
          class="reactions"
          role="img"
          aria-label={`Reactions: ${emojis.join(' ')}`}
          data-on-its-way={isOnItsWay || undefined}
        >
          {emojis.join(' ')}
        </span>
      )}
    </>
  )
}
