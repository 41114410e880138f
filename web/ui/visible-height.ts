/**
 * iOS lays the keyboard over the page and scrolls it away instead of making it smaller:
 * the page is as tall as what can be seen, so that the composer stands on the keyboard.
 */
export function followVisibleHeight(): void {
  const visible = window.visualViewport
  if (!visible) return
  const measure = () => {
    // A visitor who zooms in wants larger letters, not a smaller page.
    if (visible.scale > 1.01) return
    document.documentElement.style.setProperty('--visible', `${visible.height}px`)
    window.scrollTo(0, 0)
  }
  visible.addEventListener('resize', measure)
  measure()
}
