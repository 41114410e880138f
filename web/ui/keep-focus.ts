/** Does what was pressed. If that takes the button away, what stood around it has the focus, and Tab goes on from there. */
export async function keepFocus(pressed: HTMLElement, act: () => unknown): Promise<void> {
  const around = placesAround(pressed)
  await act()
  requestAnimationFrame(() => {
    if (document.activeElement !== document.body) return
    if (pressed.isConnected && !pressed.matches(':disabled')) return pressed.focus()
    const place = around.find(one => one.isConnected)
    place?.setAttribute('tabindex', '-1')
    place?.focus({ preventScroll: true })
  })
}

/** What says its name when it has the focus, the nearest first. */
function placesAround(pressed: HTMLElement): readonly HTMLElement[] {
  const place = pressed.parentElement?.closest<HTMLElement>('[aria-label], [aria-labelledby], main')
  return place ? [place, ...placesAround(place)] : []
}
