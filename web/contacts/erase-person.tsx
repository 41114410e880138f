import { Eraser } from 'lucide-preact'
import { useState } from 'preact/hooks'
import { me, type ContactRow } from '../app/live.ts'
import { EraseSheet } from './erase-sheet.tsx'

type Props = { contact: string; name: string; parts: readonly ContactRow[] }

/** For those who may: the one thing that is asked before it is done, because it cannot be undone. */
export function ErasePerson({ contact, name, parts }: Props) {
  const [asking, ask] = useState(false)
  if (me.value?.role !== 'admin') return null
  return (
    <section aria-label="Erase">
      <button type="button" class="button quiet danger tight" onClick={() => ask(true)}>
        <Eraser class="small" />
        Erase this person…
      </button>
      {asking && <EraseSheet contact={contact} name={name} parts={parts} close={() => ask(false)} />}
    </section>
  )
}
