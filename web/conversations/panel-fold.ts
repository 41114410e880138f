import { computed, signal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import { preferences } from '../app/shell/preferences.ts'
import { laySheetOver, liesSheetOver, route } from '../app/shell/route.ts'
import { media } from '../ui/media.ts'

/** Where there is no room beside the conversation, the panel lies over it, until it is closed or left with Back. */
export const panelSheet = signal(false)

const isWide = media('(width >= 1100px)')
/** Beside a board there is none. */
const hasRoom = computed(() => isWide.value && route.value.screen !== 'board')

export function panelIsOpen(): boolean {
  return hasRoom.value ? preferences.panel.value.value === 'open' : panelSheet.value
}

/** Whether the panel stands beside the conversation, as this device likes it. */
export function panelBeside(): 'open' | 'folded' {
  return hasRoom.value ? preferences.panel.value.value : 'folded'
}

/** The focus goes along: into the panel, and back to what opened it. */
export function foldPanel(open: boolean): void {
  if (hasRoom.peek()) {
    preferences.panel.choose(open ? 'open' : 'folded')
    focusSoon(open)
  } else if (open) {
    laySheetOver()
    showSheet(true)
  } else history.back()
}

/** The sheet follows the browser's history: Back closes it. So does Escape. */
export function useSheetBack(): void {
  useEffect(() => {
    panelSheet.value = liesSheetOver()
    const turned = () => showSheet(liesSheetOver())
    const pressed = (event: KeyboardEvent) => {
      // A menu or a dialog on top of the sheet closes first.
      const onTop = document.querySelector('dialog[open], :popover-open')
      if (event.key !== 'Escape' || event.defaultPrevented || onTop || !panelSheet.peek() || hasRoom.peek()) return
      event.preventDefault()
      history.back()
    }
    addEventListener('popstate', turned)
    addEventListener('keydown', pressed)
    return () => {
      panelSheet.value = false
      removeEventListener('popstate', turned)
      removeEventListener('keydown', pressed)
    }
  }, [])
}

function showSheet(open: boolean): void {
  if (panelSheet.peek() === open) return
  panelSheet.value = open
  focusSoon(open)
}

function focusSoon(inPanel: boolean): void {
  const next = inPanel ? '.panel-head button' : '[data-hook=details]'
  requestAnimationFrame(() => document.querySelector<HTMLElement>(next)?.focus())
}
