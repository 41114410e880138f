import { ArrowLeft, CircleCheck, PanelRight, RotateCcw } from 'lucide-preact'
import type { ComponentChildren } from 'preact'
import type { Thread } from '../../shared/conversations/thread.ts'
import { inboxes } from '../app/live.ts'
import { back, route, underneath } from '../app/shell/route.ts'
import { PlatformGlyph, platformName } from '../app/shell/platform-glyph.tsx'
import { useKey } from '../keyboard/keys.ts'
import { Avatar } from '../ui/avatar.tsx'
import { now } from '../ui/now.ts'
import { untilWords } from '../ui/time-words.ts'
import { sla } from '../app/shell/sla.ts'
import { act } from '../app/shell/act.ts'
import { personId } from '../app/shell/contact-name.ts'
import { AssignMenu } from './assign-menu.tsx'
import { dealWith } from './cursor.ts'
import { MoreMenu } from './more-menu.tsx'
import { foldPanel, panelIsOpen } from './panel-fold.ts'
import { SnoozeMenu } from './snooze-menu.tsx'
import { seenHere } from './use-reading.ts'
import { words } from './words.ts'

type Props = {
  row: Thread
  name: string
  /** What others have to say about this conversation, in the menu of what is done rarely. */
  children?: ComponentChildren
}

export function Header({ row, name, children }: Props) {
  const at = route.value
  const goBack = () => back(underneath(at))
  const open = panelIsOpen()
  return (
    <header class="page-head">
      <h1 class="unseen">Conversation with {name}</h1>
      <button
        type="button"
        class={at.screen === 'board' ? 'button quiet icon back' : 'button quiet icon back narrow-only'}
        aria-label={at.screen === 'board' ? words.backToBoard : words.back}
        onClick={goBack}
      >
        <ArrowLeft class="turns" />
      </button>
      <button type="button" class="person" data-hook="details" title={words.details} onClick={() => foldPanel(!open)}>
        <Avatar name={name} of={personId(row.contact)}>
          <PlatformGlyph platform={row.platform} badge />
        </Avatar>
        <span class="names">
          <span class="name" dir="auto">
            {name}
          </span>
          <Standing row={row} />
        </span>
      </button>
      <div class="acts">
        <AssignMenu row={row} />
        <SnoozeMenu row={row} />
        <ResolveButton row={row} />
        <MoreMenu row={row}>{children}</MoreMenu>
        <button
          type="button"
          class="button quiet icon desk-only"
          aria-label={words.details}
          aria-pressed={open}
          title={words.details}
          onClick={() => foldPanel(!open)}
        >
          <PanelRight class="turns" />
        </button>
      </div>
    </header>
  )
}

/** Where it came in, and how it stands. Until when it sleeps takes the whole line. */
function Standing({ row }: { row: Thread }) {
  const Clock = sla()?.SlaMark
  const inbox = inboxes.get(row.inbox)?.name ?? platformName(row.platform)
  const standing =
    row.status === 'snoozed' && row.snoozedUntil !== null
      ? `Snoozed until ${untilWords(row.snoozedUntil, now.value)}`
      : row.status === 'resolved'
        ? 'Resolved'
        : null
  return (
    <span class="standing">
      {row.status !== 'snoozed' && <span dir="auto">{inbox}</span>}
      {standing && (
        <b data-status={row.status} title={standing}>
          {standing}
        </b>
      )}
      {row.priority !== 'none' && <i class={`flag ${row.priority}`}>{row.priority}</i>}
      {Clock && <Clock row={row} />}
    </span>
  )
}

function ResolveButton({ row }: { row: Thread }) {
  const open = row.status !== 'resolved'
  const run = async () => {
    const { conversation } = row
    dealWith(conversation)
    if (!open) return act({ type: 'conversation.reopen', conversation })
    const { ofCustomer } = await seenHere(conversation)
    return act({ type: 'conversation.resolve', conversation, seen: ofCustomer })
  }
  useKey('e', () => void run())
  const label = open ? words.resolve : words.reopen
  return (
    <button
      type="button"
      class="button resolve"
      aria-label={label}
      aria-keyshortcuts="E"
      title={`${label} (E)`}
      onClick={() => void run()}
    >
      {open ? <CircleCheck class="small" /> : <RotateCcw class="small" />}
      <span class="wide-words">{label}</span>
    </button>
  )
}
