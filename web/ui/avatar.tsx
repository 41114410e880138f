import { User } from 'lucide-preact'
import type { ComponentChildren } from 'preact'
import { hueOf, initials } from './hue.ts'

type Props = { name: string; of: string; little?: boolean; title?: string; children?: ComponentChildren }

/** A disc with initials. `of` is whose it is: it keeps its colour when the name changes. Decorative: the name stands beside it. */
export function Avatar({ name, of, little = false, title, children }: Props) {
  const letters = initials(name)
  return (
    <span
      class={little ? 'avatar little' : 'avatar'}
      style={{ '--hue': hueOf(of) }}
      title={title}
      data-letters={letters}
      aria-hidden="true"
    >
      {letters === '' && <User class={little ? 'tiny' : ''} />}
      {children && <span class="badge">{children}</span>}
    </span>
  )
}
