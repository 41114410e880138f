import { gapAt } from './drop-place.ts'
import { drop, lifted } from './lift.ts'

/** The card under the pointer, and where the pointer took it. */
export type Lift = { readonly card: string; readonly slot: HTMLElement; readonly x: number; readonly y: number }

/** So near to an edge the board scrolls on by itself, px, and so far with each frame at most. */
const edgePx = 56
const fastestPx = 18

/** A card on its way: its picture follows the pointer, and the board opens where it would be dropped. */
export class Drag {
  readonly #box: HTMLElement
  readonly #ghost: HTMLElement
  readonly #offset: { readonly x: number; readonly y: number }
  #at: { x: number; y: number }
  #frame = 0

  constructor(box: HTMLElement, { card, slot, x, y }: Lift) {
    this.#box = box
    const { left, top, width } = slot.getBoundingClientRect()
    this.#offset = { x: x - left, y: y - top }
    this.#at = { x, y }
    this.#ghost = slot.cloneNode(true) as HTMLElement
    this.#ghost.className = 'slot ghost'
    this.#ghost.ariaHidden = 'true'
    this.#ghost.inert = true
    this.#ghost.style.inlineSize = `${width}px`
    // It stands in no list, where it would have a dot.
    this.#ghost.style.listStyle = 'none'
    delete this.#ghost.dataset['card']
    box.parentElement?.append(this.#ghost)
    box.dataset['dragging'] = ''
    lifted.value = card
    this.#draw()
    this.#frame = requestAnimationFrame(() => this.#scrollOn())
  }

  to(x: number, y: number): void {
    this.#at = { x, y }
    this.#draw()
    drop.value = this.#place()
  }

  /** Where it was let go. `null`: nowhere on the board. */
  end(): { readonly stage: string; readonly gap: number } | null {
    const place = drop.peek()
    cancelAnimationFrame(this.#frame)
    this.#ghost.remove()
    delete this.#box.dataset['dragging']
    lifted.value = null
    drop.value = null
    return place
  }

  #draw(): void {
    this.#ghost.style.transform = `translate(${this.#at.x - this.#offset.x}px, ${this.#at.y - this.#offset.y}px)`
  }

  #place(): { readonly stage: string; readonly gap: number } | null {
    const { x, y } = this.#at
    const over = document.elementFromPoint(x, y)?.closest<HTMLElement>('[data-stage]')
    const stage = over?.dataset['stage']
    if (!over || stage === undefined) return null
    const before = drop.peek()
    const list = over.querySelector<HTMLElement>('ol')
    const count = list?.querySelector<HTMLElement>('.slot')?.ariaSetSize
    const gap = list && count ? this.#gapIn(list, Number(count)) : 0
    return before?.stage === stage && before.gap === gap ? before : { stage, gap }
  }

  /** By the middle of the card, not by the pointer, which may hold it anywhere. */
  #gapIn(list: HTMLElement, count: number): number {
    const pitch = this.#ghost.offsetHeight
    const top = this.#at.y - this.#offset.y
    return gapAt(top - list.getBoundingClientRect().top, pitch, count)
  }

  #scrollOn(): void {
    const { x, y } = this.#at
    const across = this.#box.getBoundingClientRect()
    this.#box.scrollLeft += pull(x, across.left, across.right)
    const cards = document.elementFromPoint(x, y)?.closest('.column')?.querySelector('.cards')
    const down = cards?.getBoundingClientRect()
    if (cards && down) cards.scrollTop += pull(y, down.top, down.bottom)
    // What lies under a pointer that rests changes when the board scrolls.
    if (drop.peek()) drop.value = this.#place()
    this.#frame = requestAnimationFrame(() => this.#scrollOn())
  }
}

/** How far to scroll for a pointer at `at`: nothing in the middle, faster the nearer to an edge. */
function pull(at: number, start: number, end: number): number {
  if (at < start + edgePx) return -Math.min(fastestPx, ((start + edgePx - at) / edgePx) * fastestPx)
  if (at > end - edgePx) return Math.min(fastestPx, ((at - end + edgePx) / edgePx) * fastestPx)
  return 0
}
