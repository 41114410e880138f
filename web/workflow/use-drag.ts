import type { RefObject } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { pick, pickNone, standOn, cursor } from './stand.ts'
import type { Column } from './boards.ts'
import { Drag, type Lift } from './drag.ts'
import { openDetails, moving } from './move-menu.tsx'
import { moveCard } from './moves.ts'

/** Nearer than this a mouse has only clicked, px. */
const clickPx = 5
/** So long a finger rests on a card to lift it, and so far it may tremble. */
const restMs = 350
const tremblePx = 10

type Pressed = Lift & { readonly pointer: number; readonly isTouch: boolean; timer?: ReturnType<typeof setTimeout> }

/** Cards are taken with the mouse, or with a finger that rests on them, and dropped where the board opens for them. */
export function useDrag(box: RefObject<HTMLElement>, columns: readonly Column[]): void {
  const latest = useRef(columns)
  latest.current = columns
  useEffect(() => (box.current ? listen(box.current, () => latest.current) : undefined), [])
}

function listen(box: HTMLElement, columns: () => readonly Column[]): () => void {
  let pressed: Pressed | null = null
  let drag: Drag | null = null

  const lift = () => {
    if (!pressed) return
    cursor.value = pressed.card
    drag = new Drag(box, pressed)
    if (pressed.isTouch) navigator.vibrate?.(10)
  }
  const end = (isDropped: boolean) => {
    clearTimeout(pressed?.timer)
    const place = drag?.end()
    const { card } = pressed ?? {}
    if (drag) swallowClick()
    drag = null
    pressed = null
    const target = place && columns().find(({ stage }) => stage.id === place.stage)
    if (isDropped && target && card !== undefined) void moveCard(target, card, place.gap)
  }
  const down = (event: PointerEvent) => {
    const slot = event.target instanceof Element ? event.target.closest<HTMLElement>('.slot') : null
    const card = slot?.dataset['card']
    if (!slot || card === undefined || event.button !== 0 || !event.isPrimary) return
    if ((event.target as Element).closest('.card-more')) return
    const isTouch = event.pointerType !== 'mouse'
    pressed = { card, slot, x: event.clientX, y: event.clientY, pointer: event.pointerId, isTouch }
    if (isTouch) pressed.timer = setTimeout(lift, restMs)
  }
  const moved = (event: PointerEvent) => {
    if (!pressed || event.pointerId !== pressed.pointer) return
    const far = Math.hypot(event.clientX - pressed.x, event.clientY - pressed.y)
    if (!drag && pressed.isTouch && far > tremblePx) return end(false)
    if (!drag && !pressed.isTouch && far > clickPx) lift()
    drag?.to(event.clientX, event.clientY)
  }
  const up = (event: PointerEvent) => event.pointerId === pressed?.pointer && end(true)
  const cancelled = (event: PointerEvent) => event.pointerId === pressed?.pointer && end(false)
  const escaped = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || !drag) return
    event.preventDefault()
    end(false)
  }
  // A page that scrolls under a lifted card would take the finger's moves for itself.
  const held = (event: Event) => drag && event.preventDefault()
  // A long press shows the menu of a link on a phone.
  const context = (event: Event) => pressed?.isTouch && event.preventDefault()
  const stop = new AbortController()
  const { signal } = stop
  box.addEventListener('pointerdown', down, { signal })
  box.addEventListener('click', clicked, { signal })
  box.addEventListener('touchmove', held, { signal, passive: false })
  box.addEventListener('contextmenu', context, { signal })
  box.addEventListener('dragstart', event => event.preventDefault(), { signal })
  addEventListener('pointermove', moved, { signal })
  addEventListener('pointerup', up, { signal })
  addEventListener('pointercancel', cancelled, { signal })
  addEventListener('keydown', escaped, { signal, capture: true })
  return () => {
    end(false)
    stop.abort()
  }
}

/** One listener for all cards: a press on the dots opens the menu, with Ctrl or Shift a card is picked. */
function clicked(event: MouseEvent): void {
  const target = event.target instanceof Element ? event.target : null
  const card = target?.closest<HTMLElement>('.slot')?.dataset['card']
  if (!target || card === undefined) return
  const more = target.closest<HTMLElement>('.card-more')
  cursor.value = card
  if (more) moving.value = { card, anchor: more }
  else if (event.ctrlKey || event.metaKey || event.shiftKey) {
    event.preventDefault()
    pick(card)
    standOn(card)
  } else if (target.closest('button')) openDetails(card)
  else pickNone()
}

/** Where a card was dropped nothing is opened. */
function swallowClick(): void {
  const stop = (event: Event) => {
    event.preventDefault()
    event.stopPropagation()
  }
  addEventListener('click', stop, { capture: true, once: true })
  setTimeout(() => removeEventListener('click', stop, { capture: true }))
}
