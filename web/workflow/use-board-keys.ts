import { useEffect, useRef } from 'preact/hooks'
import { isClosing } from '../../shared/workflow/plan-rules.ts'
import { cards } from '../app/live.ts'
import { back, go, underneath, type BoardRoute } from '../app/shell/route.ts'
import { useKey } from '../keyboard/keys.ts'
import { narrow } from '../ui/media.ts'
import type { BoardRow, Column } from './boards.ts'
import { lifted } from './lift.ts'
import { openDetails, openMoveMenu } from './move-menu.tsx'
import { moveCard } from './moves.ts'
import { cursor, pick, picked, pickNone, standOn, unfolded } from './stand.ts'
import { neighbour, step, type Step } from './step.ts'

type Shown = { row: BoardRow; at: BoardRoute; columns: readonly Column[]; covered: boolean }

/** Arrows walk among the cards, with Shift they take the card along. Letters speak of the card one stands on. */
export function useBoardKeys(shown: Shown): void {
  const latest = useRef(shown)
  latest.current = shown
  const withCard = (run: (id: string) => void) => () => {
    const id = cursor.peek()
    if (latest.current.covered || id === null || !cards.all.has(id)) return false
    run(id)
    return true
  }
  const walk = (way: Step) => () => {
    if (latest.current.covered) return false
    standOn(step(walked(latest.current), cursor.peek(), way))
    return true
  }
  useKey('j', walk('down'))
  useKey('k', walk('up'))
  useKey(
    'o',
    withCard(id => {
      const conversation = cards.all.get(id)?.conversation ?? null
      if (conversation === null) openDetails(id)
      else go({ ...latest.current.at, conversation }, { replace: latest.current.at.conversation !== null })
    })
  )
  useKey('m', withCard(openMoveMenu))
  useKey('x', withCard(pick))
  useKey('i', withCard(openDetails))
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      if (isMine(event) && answer(event, latest.current)) event.preventDefault()
    }
    document.addEventListener('keydown', pressed)
    document.addEventListener('focusin', focused)
    return () => {
      document.removeEventListener('keydown', pressed)
      document.removeEventListener('focusin', focused)
    }
  }, [])
}

/** Whoever comes to a card with Tab stands on it: the keys speak of no other. */
function focused({ target }: FocusEvent): void {
  const card = target instanceof Element && target.closest<HTMLElement>('.slot')?.dataset['card']
  if (card) cursor.value = card
}

/** The page itself, or something on the board; not a field, a menu, a dialog or the conversation beside it. */
function isMine(event: KeyboardEvent): boolean {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return false
  if (!(event.target instanceof Element) || event.target.closest('input, select, textarea, dialog, [popover], .nav')) {
    return false
  }
  return !event.target.closest('.conversation')
}

function answer({ key, shiftKey }: KeyboardEvent, shown: Shown): boolean {
  if (shown.covered) return false
  if (key === 'Escape') return leave(shown)
  const way = wayOf(key)
  if (!way) return false
  const id = cursor.peek()
  if (!shiftKey) standOn(step(walked(shown), id, way))
  else if (id !== null) void take(id, way, shown)
  return true
}

function wayOf(key: string): Step | undefined {
  const isRtl = document.documentElement.dir === 'rtl'
  const ways: Readonly<Record<string, Step>> = {
    ArrowUp: 'up',
    ArrowDown: 'down',
    ArrowLeft: isRtl ? 'after' : 'before',
    ArrowRight: isRtl ? 'before' : 'after',
    Home: 'first',
    End: 'last'
  }
  return ways[key]
}

/** One thing at a time: the card in the hand, what is picked, then the conversation beside. */
function leave({ at }: Shown): boolean {
  if (lifted.peek() !== null) return false
  if (picked.peek().size > 0) pickNone()
  else if (at.conversation === null) return false
  else back(underneath(at))
  return true
}

async function take(id: string, way: Step, shown: Shown): Promise<void> {
  const at = shown.columns.findIndex(({ ids }) => ids.peek().includes(id))
  const here = shown.columns[at]
  if (!here) return
  const ids = here.ids.peek()
  const row = ids.indexOf(id)
  const next = neighbour(ids, id)
  const gaps: Readonly<Record<string, number>> = { up: row - 1, down: row + 2, first: 0, last: ids.length }
  const gap = gaps[way]
  const target = gap === undefined ? shown.columns[at + (way === 'after' ? 1 : -1)] : here
  if (!target || (gap !== undefined && (gap < 0 || gap > ids.length))) return
  if (!(await moveCard(target, id, gap ?? null))) return
  standOn(isFolded(target, shown) ? next : id)
}

function walked(shown: Shown) {
  return shown.columns
    .filter(column => !isFolded(column, shown))
    .map(({ stage, ids }) => ({ stage: stage.id, ids: ids.peek() }))
}

function isFolded({ stage }: Column, { row }: Shown): boolean {
  return isClosing(stage) && !narrow.peek() && !unfolded.peek().has(`${row.workflow}/${stage.id}`)
}
