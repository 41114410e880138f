import { useSignal, type Signal } from '@preact/signals'
import type { RefObject } from 'preact'
import { glide } from '../ui/media.ts'

/** On a phone each stage is a page, turned with a swipe. */
export type Pages = {
  readonly shown: Signal<number>
  scrolled(): void
  turnTo(page: number): void
}

export function usePages(box: RefObject<HTMLElement>): Pages {
  const shown = useSignal(0)
  return {
    shown,
    scrolled() {
      const element = box.current
      // From right to left it scrolls into the negative.
      if (element) shown.value = Math.round(Math.abs(element.scrollLeft) / Math.max(1, element.clientWidth))
    },
    turnTo(page) {
      box.current?.children[page]?.scrollIntoView({ behavior: glide(), inline: 'start', block: 'nearest' })
    }
  }
}
