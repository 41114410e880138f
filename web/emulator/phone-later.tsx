import { useSignal } from '@preact/signals'
import { Ellipsis } from 'lucide-preact'
import { useRef } from 'preact/hooks'

/** What the customer may still do to a message of theirs: their app offers no more than that. */
export type PhoneLater = { edit?: (() => void) | undefined; unsend?: (() => void) | undefined }

export function PhoneLaterButtons({ edit, unsend }: PhoneLater) {
  const open = useSignal(false)
  const opener = useRef<HTMLButtonElement>(null)
  if (!edit && !unsend) return null
  const close = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || !open.value) return
    open.value = false
    opener.current?.focus()
  }
  return (
    <div class="phone-later">
      {open.value && edit && (
        <button type="button" class="button tight" onKeyDown={close} onClick={() => ((open.value = false), edit())}>
          Edit
        </button>
      )}
      {open.value && unsend && (
        <button
          type="button"
          class="button tight"
          onKeyDown={close}
          onClick={event => {
            // What is pressed goes with the message.
            event.currentTarget.closest<HTMLElement>('.phone-messages')?.focus()
            unsend()
          }}
        >
          Unsend
        </button>
      )}
      <button
        ref={opener}
        type="button"
        class="phone-ellipsis"
        aria-label="What can be done with this message"
        aria-expanded={open.value}
        onKeyDown={close}
        onClick={() => (open.value = !open.value)}
      >
        <Ellipsis class="small" />
      </button>
    </div>
  )
}
