import type { ComponentChildren } from 'preact'

type Props = { picture?: ComponentChildren; title: string; children?: ComponentChildren }

/** What stands where nothing is yet: one sentence that teaches the next step. */
export function Empty({ picture, title, children }: Props) {
  return (
    <div class="empty">
      {picture}
      <strong>{title}</strong>
      {children}
    </div>
  )
}
