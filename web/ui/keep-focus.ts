/** Does what was pressed. If that takes the button away, what stood around it has the focus, and Tab goes on from there. */
export function keepFocus(pressed: HTMLElement, act: () => unknown): Promise<void> {
  return comeBack({ from: pressed, around: placesAround(pressed) }, act)
}

/** Where the focus was, and what stood around it then: it may be gone from there. */
export type Stand = { readonly from: HTMLElement | null; readonly around: readonly HTMLElement[] }

/** Does `act`. If that takes the focus away, it is where it was, or as near as can be. */
export async function comeBack({ from, around }: Stand, act: () => unknown): Promise<void> {
  await act()
  requestAnimationFrame(() => {
    if (isLost()) anew(from)?.focus()
    for (const place of around) {
      if (!isLost()) return
      if (!place.hasAttribute('tabindex')) place.tabIndex = -1
      place.focus({ preventScroll: true })
    }
  })
}

/** What has been drawn in another place is known by its id. */
function anew(from: HTMLElement | null): HTMLElement | null {
  return from && !from.isConnected && from.id !== '' ? document.getElementById(from.id) : from
}

/** What says its name when it has the focus, the nearest first. */
export function placesAround(element: HTMLElement): readonly HTMLElement[] {
  const place = element.parentElement?.closest<HTMLElement>('[aria-label], [aria-labelledby], main')
  return place ? [place, ...placesAround(place)] : []
}

/** A button that was disabled has it still until the frame is painted. */
function isLost(): boolean {
  const { activeElement } = document
  return activeElement === null || activeElement === document.body || activeElement.matches(':disabled')
}
