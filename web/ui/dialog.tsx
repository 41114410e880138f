import { X } from 'lucide-preact'
import type { ComponentChildren } from 'preact'
import { useEffect, useId, useRef } from 'preact/hooks'

type Props = { title: string; hideTitle?: boolean; class?: string; close(): void; children: ComponentChildren }

/** A modal sheet on the native element: it holds the focus, closes on Escape and outside, and gives the focus back. */
export function Dialog({ title, hideTitle = false, class: look = '', close, children }: Props) {
  const element = useRef<HTMLDialogElement>(null)
  const name = useId()
  useEffect(() => {
    const dialog = element.current
    dialog?.showModal()
    return () => dialog?.close()
  }, [])
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions, jsx-a11y/click-events-have-key-events -- only the backdrop is clicked; Escape is the key for it
    <dialog
      ref={element}
      class={`dialog ${look}`}
      aria-labelledby={name}
      onClose={close}
      onClick={event => event.target === element.current && close()}
    >
      <header class={hideTitle ? 'unseen' : ''}>
        <h2 id={name}>{title}</h2>
        {!hideTitle && (
          <button type="button" class="button quiet icon" aria-label="Close" onClick={close}>
            <X />
          </button>
        )}
      </header>
      {children}
    </dialog>
  )
}
