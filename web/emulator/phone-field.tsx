import type { Signal } from '@preact/signals'
import type { RefObject } from 'preact'
import { useLayoutEffect } from 'preact/hooks'
import { composes } from '../ui/composes.ts'

type Props = {
  area: RefObject<HTMLTextAreaElement>
  label: string
  text: Signal<string>
  isOver: boolean
  send(): void
  leave?(): void
}

/** Where words are typed on a phone: as high as they are. */
export function PhoneField({ area, label, text, isOver, send, leave }: Props) {
  useLayoutEffect(() => {
    const element = area.current
    if (!element) return
    element.style.blockSize = 'auto'
    element.style.blockSize = `${element.scrollHeight + element.offsetHeight - element.clientHeight}px`
  }, [area, text.value])
  return (
    <textarea
      ref={area}
      rows={1}
      dir="auto"
      enterkeyhint="send"
      aria-label={label}
      aria-invalid={isOver}
      placeholder="Message"
      value={text}
      onInput={event => (text.value = event.currentTarget.value)}
      onKeyDown={event => {
        if (event.key === 'Escape') leave?.()
        if (event.key !== 'Enter' || event.shiftKey || composes(event)) return
        event.preventDefault()
        send()
      }}
    />
  )
}
