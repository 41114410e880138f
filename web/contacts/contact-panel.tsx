import { X } from 'lucide-preact'
import type { ComponentChildren } from 'preact'
import { contacts } from '../app/live.ts'
import { Avatar } from '../ui/avatar.tsx'
import { Attributes } from './attributes.tsx'
import { nameOfContact } from '../app/shell/contact-name.ts'
import { ErasePerson } from './erase-person.tsx'
import { Handles } from './handles.tsx'
import { NameField } from './name-field.tsx'

type Props = { contact: string; fold(): void; children: ComponentChildren }

/** Who this is, and what happened. Beside the conversation where there is room, over it where there is not. */
export function ContactPanel({ contact: id, fold, children }: Props) {
  const contact = contacts.get(id)
  const name = nameOfContact(contact)
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
          <Avatar name={name} of={id} />
          <NameField contact={id} name={name} />
        </div>
        {contact && <Handles handles={contact.handles} />}
        {contact && <Attributes contact={id} attributes={contact.attributes} />}
        {children}
        {contact && <ErasePerson contact={id} name={name} />}
      </div>
    </aside>
  )
}
