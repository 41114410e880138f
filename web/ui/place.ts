const gap = 4
const margin = 8

/** Puts `floating` under `anchor`, or above it where there is no room below, and keeps it on the screen. */
export function place(floating: HTMLElement, anchor: HTMLElement): void {
  const from = anchor.getBoundingClientRect()
  const { offsetWidth: width, offsetHeight: height } = floating
  const { innerHeight } = window
  const innerWidth = document.documentElement.clientWidth
  const rtl = getComputedStyle(anchor).direction === 'rtl'
  const alignStart = rtl ? from.right - width : from.left
  const fits = alignStart >= margin && alignStart + width <= innerWidth - margin
  const wanted = fits ? alignStart : rtl ? from.left : from.right - width
  const left = Math.max(margin, Math.min(wanted, innerWidth - width - margin))
  const below = from.bottom + gap
  const top = below + height <= innerHeight - margin ? below : Math.max(margin, from.top - gap - height)
  floating.style.left = `${left}px`
  floating.style.top = `${top}px`
}
