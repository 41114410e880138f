import { X } from 'lucide-preact'
import type { ComponentChildren } from 'preact'
import { useMemo } from 'preact/hooks'
import { Avatar } from '../ui/avatar.tsx'
import { nameOfContact, personRow } from '../app/shell/contact-name.ts'
import { AboutNotes } from './about-notes.tsx'
import { Alike } from './alike.tsx'
import { Attributes } from './attributes.tsx'
import { ErasePerson } from './erase-person.tsx'
import { Handles } from './handles.tsx'
import { MergeWith } from './merge-with.tsx'
import { NameField } from './name-field.tsx'
import { Parts } from './parts.tsx'
import { person } from './person.ts'

type Props = { contact: string; fold(): void; children: ComponentChildren }

/** Who this is, on all platforms, and what happened. Beside the conversation where there is room, over it where there is not. */
export function ContactPanel({ contact: id, fold, children }: Props) {
  const { parts, suggestions } = useMemo(() => person(id), [id]).value
  const top = personRow(id)
  const name = nameOfContact(top)
  return (
    <aside class="panel" aria-label={`About ${name}`}>
      <header class="panel-head">
        <h2>Details</h2>
        <button type="button" class="button quiet icon" aria-label="Fold the details away" onClick={fold}>
          <X />
        </button>
      </header>
      <div class="panel-body">
        <div class="panel-person">
          <Avatar name={name} of={top?.contact ?? id} />
          <NameField contact={top?.contact ?? id} name={name} />
        </div>
        {top && (
          <>
            <Handles handles={parts.flatMap(part => part.handles)} />
            <Alike suggestions={suggestions} />
            <Attributes contact={id} parts={parts} />
            <AboutNotes contact={id} parts={parts} />
          </>
        )}
        {children}
        {top && (
          <>
            <Parts parts={parts} />
            <section aria-label="The same person elsewhere">
              <MergeWith contact={id} name={name} />
            </section>
            <ErasePerson contact={id} name={name} parts={parts} />
          </>
        )}
      </div>
    </aside>
  )
}
