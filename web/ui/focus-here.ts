/** As a `ref`: what took the place of whatever had the focus has it now, and is read out. */
export function focusHere(element: HTMLElement | null): void {
  element?.focus()
}
