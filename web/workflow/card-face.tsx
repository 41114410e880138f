import { cards, me, threads, type CardRow, type ThreadRow } from '../app/live.ts'
import { contactName, personId } from '../app/shell/contact-name.ts'
import { Ladder } from '../app/shell/ladder.tsx'
import { PlatformGlyph, platformName } from '../app/shell/platform-glyph.tsx'
import { Avatar } from '../ui/avatar.tsx'
import { cardMarks } from './card-marks.tsx'
import { moneyWords } from './money.ts'

/** Plain values only: a card none of whose values changed is not drawn again. */
type Props = {
  id: string
  /** `null`: there is no conversation to open. */
  href: string | null
  open: boolean
  tabbed: boolean
  picked: boolean
  waits: boolean
  doubted: boolean
  /** Only whose it is and what was said last. */
  brief: boolean
}

/**
 * A card in one glance. What is done with it by hand is heard by the board. Most of its parts are called and
 * not mounted: a component costs more than its elements, and twenty cards are painted at once.
 */
export function CardFace({ id, href, open, tabbed, picked, waits, doubted, brief }: Props) {
  const card = cards.get(id)
  if (!card) return null
  const name = contactName(card.contact)
  const called = card.title ?? name
  const row = card.conversation === null ? undefined : threads.get(card.conversation)
  const platform = row?.platform
  const seen = row?.readBy.find(({ agent }) => agent === me.value?.agent)?.upTo ?? 0
  const unread = row !== undefined && row.received > seen
  const face = (
    <>
      <span class="card-head">
        {!brief && (
          <Avatar name={name} of={personId(card.contact)}>
            {platform && <PlatformGlyph platform={platform} badge />}
          </Avatar>
        )}
        <bdi class="card-name">{called}</bdi>
        {!brief && platform && <span class="unseen">, {platformName(platform)}</span>}
        {!brief && card.value && <span class="card-value figures">{moneyWords(card.value)}</span>}
      </span>
      {lastWords(card, row, name)}
      {!brief && cardMarks({ card, row, waits, doubted })}
      {!brief && unread && <span class="unseen">, unread</span>}
      {picked && <span class="unseen">, picked</span>}
    </>
  )
  const look = picked ? 'card picked' : 'card'
  const tab = tabbed ? 0 : -1
  return (
    <>
      {href === null ? (
        <button type="button" id={`card-${id}`} class={look} tabIndex={tab} data-unread={unread || undefined}>
          {face}
        </button>
      ) : (
        <a
          id={`card-${id}`}
          class={look}
          href={href}
          data-in-app
          draggable={false}
          tabIndex={tab}
          data-unread={unread || undefined}
          aria-current={open ? 'true' : undefined}
        >
          {face}
        </a>
      )}
      {!brief && (
        <button
          type="button"
          class="button quiet icon tight card-more"
          tabIndex={tab}
          aria-label={`Move ${called}`}
          title="Move to… (M)"
        />
      )}
    </>
  )
}

function lastWords(card: CardRow, row: ThreadRow | undefined, name: string) {
  const last = row?.last
  return (
    <span class="card-said">
      {card.title !== null && <bdi class="card-who">{name}</bdi>}
      {last?.kind === 'replied' && last.delivery && <Ladder delivery={last.delivery} />}
      {last ? (
        <span class="text" dir="auto">
          {last.kind === 'noted' && <span class="kind">Note: </span>}
          {last.text}
        </span>
      ) : (
        <span class="text">{card.conversation !== null && row ? 'No messages yet' : null}</span>
      )}
    </span>
  )
}
