import { BookOpenCheck } from 'lucide-preact'
import type { ComponentChildren } from 'preact'
import { useSignal } from '@preact/signals'
import { useEffect, useRef } from 'preact/hooks'
import type { ListView } from '../../shared/conversations/thread.ts'
import { inOrder, sla } from '../app/shell/sla.ts'
import { connection, inboxes, me, painted } from '../app/live.ts'
import { preferences } from '../app/shell/preferences.ts'
import { openConversationPage, pathOf, views } from '../app/shell/route.ts'
import { NarrowChips } from '../app/shell/narrow-chips.tsx'
import { words } from '../app/shell/words.ts'
import { useKey } from '../keyboard/keys.ts'
import { Empty } from '../ui/empty.tsx'
import { narrow } from '../ui/media.ts'
import { VirtualList, type ListReach } from '../ui/virtual-list.tsx'
import { cursor, dealtWith } from './cursor.ts'
import { lists } from './lists.ts'
import { Row } from './row.tsx'
import { settle } from './settled-order.ts'
import { useRowKeys } from './row-keys.ts'
import { emptyList, noInbox } from './list-words.ts'

type Props = {
  view: ListView
  open: string | null
  /** What others have to say about the list as a whole. */
  children?: ComponentChildren
}

export function ConversationList({ view, open, children }: Props) {
  const { ids, arrived, hold, show } = useSettled(view)
  const reach = useRef<ListReach>(null)
  const nothing = nothingIn(view)
  const at = Math.max(0, ids.indexOf(cursor.value ?? open ?? ''))

  useEffect(() => {
    if (open) cursor.value = open
  }, [open])

  const step = (by: number) => {
    const from = ids.indexOf(cursor.peek() ?? '')
    reach.current?.focus(from < 0 ? 0 : Math.max(0, Math.min(ids.length - 1, from + by)))
  }
  useKey('j', () => step(1))
  useKey('k', () => step(-1))
  useKey('o', () => {
    const id = ids[at]
    if (id) openConversationPage(id)
  })
  useRowKeys(open)
  const drawRow = (id: string, index: number) => (
    <Row id={id} view={view} index={index} count={ids.length} open={id === open} active={index === at} />
  )

  return (
    <section
      class="list-pane"
      // On a phone the list is all there is.
      role={narrow.value && open === null ? 'main' : undefined}
      aria-label={words.views[view]}
      {...hold}
    >
      <header class="head">
        <h1>{words.views[view]}</h1>
        <span class="total figures">{painted.value && ids.length}</span>
        <Order />
        <NarrowChips />
      </header>
      <Tabs view={view} />
      {children}
      {arrived > 0 && (
        <button type="button" class="pill" onClick={show}>
          {arrived} new
        </button>
      )}
      <VirtualList
        label={`${words.views[view]} conversations`}
        keys={ids}
        active={at}
        reach={reach}
        remember={view}
        onFocusRow={index => {
          cursor.value = ids[index] ?? null
        }}
        draw={drawRow}
        empty={
          painted.value && (
            <Empty picture={<BookOpenCheck size={40} strokeWidth={1} />} title={nothing.title}>
              <p>{nothing.next}</p>
            </Empty>
          )
        }
      />
    </section>
  )
}

function Order() {
  const Button = sla()?.OrderButton
  return Button ? <Button /> : null
}

/** What to tell where the list is empty. */
function nothingIn(view: ListView): { readonly title: string; readonly next: string } {
  void inboxes.revision.value
  if (inboxes.all.size > 0) return emptyList[view]
  const { state } = connection.value
  if (state === 'up-to-date') return me.value?.role === 'admin' ? noInbox.admin : noInbox.others
  return state === 'catching-up' ? noInbox.coming : noInbox.offline
}

/** On a phone the views stand above the list; on a desk the rail has them. */
function Tabs({ view }: { view: ListView }) {
  const strip = useRef<HTMLElement>(null)
  useEffect(() => {
    strip.current?.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  }, [view])
  return (
    <nav ref={strip} class="tabs narrow-only" aria-label="Views">
      {views.map(one => (
        <a
          key={one}
          href={pathOf({ screen: 'inbox', view: one, conversation: null })}
          data-in-app
          aria-current={one === view ? 'page' : undefined}
        >
          {words.views[one]} <span class="figures">{painted.value && lists[one].value.length}</span>
        </a>
      ))}
    </nav>
  )
}

/** The view's order, which stands still while somebody points into it or walks through it. */
function useSettled(view: ListView) {
  const held = useSignal(false)
  const asked = useSignal(0)
  // What somebody asked for themselves is not held back.
  const wanted = `${view} ${asked.value} ${preferences.order.value.value}`
  const shown = useRef<{ wanted: string; ids: readonly string[] }>({ wanted, ids: [] })
  const before = shown.current.wanted === wanted ? shown.current.ids : []
  const { shown: ids, arrived } = settle(
    before,
    inOrder(lists[view].value),
    held.value && painted.value,
    dealtWith.value
  )
  shown.current = { wanted, ids }
  const hold = {
    onPointerEnter: (event: PointerEvent) => {
      held.value = event.pointerType === 'mouse'
    },
    onPointerLeave: () => {
      held.value = false
    },
    onFocusIn: (event: FocusEvent) => {
      if (event.target instanceof Element && event.target.matches(':focus-visible')) held.value = true
    },
    onFocusOut: () => {
      held.value = false
    }
  }
  return { ids, arrived, hold, show: () => asked.value++ }
}
