import { signal } from '@preact/signals'

/** Nearer to the end than this counts as being at the end, in pixels. */
const nearPx = 80

/** Keeps a scroller at its end while its reader is there, whatever grows or shrinks, and never moves it otherwise. */
export class EndFollower {
  readonly atEnd = signal(true)
  #scroller: HTMLElement | null = null

  follow(scroller: HTMLElement): () => void {
    this.#scroller = scroller
    const scrolled = () => {
      this.atEnd.value = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < nearPx
    }
    const sized = new ResizeObserver(() => this.grown())
    sized.observe(scroller)
    for (const child of scroller.children) sized.observe(child)
    scroller.addEventListener('scroll', scrolled, { passive: true })
    return () => {
      sized.disconnect()
      scroller.removeEventListener('scroll', scrolled)
    }
  }

  grown(): void {
    if (this.atEnd.peek()) this.toEnd()
  }

  toEnd(): void {
    if (this.#scroller) this.#scroller.scrollTop = this.#scroller.scrollHeight
  }
}
