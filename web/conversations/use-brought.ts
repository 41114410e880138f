import { useEffect, type MutableRef } from 'preact/hooks'
import type { Attaching } from './use-attaching.ts'

/** Files that are pasted into the composer, or dropped on it. */
export function useBrought(region: MutableRef<HTMLElement | null>, may: boolean, { add }: Attaching): void {
  useEffect(() => {
    const place = region.current
    if (!place || !may) return
    const leaving = new AbortController()
    const { signal } = leaving
    const bring = (transfer: DataTransfer | null, event: Event) => {
      const brought = [...(transfer?.files ?? [])]
      if (brought.length === 0) return
      event.preventDefault()
      void add(brought)
    }
    const over = (event: DragEvent, isOver: boolean) => {
      if (!event.dataTransfer?.types.includes('Files')) return
      event.preventDefault()
      place.toggleAttribute('data-drop', isOver)
    }
    place.addEventListener('paste', event => bring(event.clipboardData, event), { signal })
    place.addEventListener('dragover', event => over(event, true), { signal })
    place.addEventListener('dragleave', event => over(event, false), { signal })
    place.addEventListener(
      'drop',
      event => {
        over(event, false)
        bring(event.dataTransfer, event)
      },
      { signal }
    )
    return () => leaving.abort()
  })
}
