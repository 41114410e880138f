import { Merge } from 'lucide-preact'
import { useMemo, useState } from 'preact/hooks'
import { personOf } from '../../shared/contacts/person.ts'
import { contacts, type ContactRow } from '../app/live.ts'
import { contactName } from '../app/shell/contact-name.ts'
import { held, nameNow } from '../app/shell/name-now.ts'
import { PlatformGlyph } from '../app/shell/platform-glyph.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { merge } from './merge.ts'
import { originOf } from './person.ts'

const mostShown = 20

/** For two that nothing says are one, except whoever has spoken with them. */
export function MergeWith({ contact, name }: { contact: string; name: string }) {
  const [choosing, choose] = useState(false)
  return (
    <>
      <button type="button" class="button quiet tight add" onClick={() => choose(true)}>
        <Merge class="small" />
        Merge with…
      </button>
      {choosing && <Chooser contact={contact} name={name} close={() => choose(false)} />}
    </>
  )
}

function Chooser({ contact, name, close }: { contact: string; name: string; close(): void }) {
  const [letters, type] = useState('')
  const { revision } = contacts
  const found = useMemo(() => others(contact, letters.trim().toLowerCase()), [contact, letters, revision.value])
  return (
    <Dialog title={`Who is ${name} too?`} close={close}>
      <div class="body">
        <input
          autofocus
          type="search"
          class="input"
          placeholder="Name, number or address"
          aria-label="Name, number or address"
          autocomplete="off"
          value={letters}
          onInput={event => type(event.currentTarget.value)}
        />
        <ul class="parts people" aria-label="People">
          {found.map(row => (
            <li key={row.contact}>
              <button
                type="button"
                class="button quiet"
                onClick={() => {
                  close()
                  void merge(contact, row.contact)
                }}
              >
                {row.handles[0] && <PlatformGlyph platform={row.handles[0].platform} />}
                <bdi>{contactName(row.contact)}</bdi>
                <bdi class="from">{originOf(row)}</bdi>
              </button>
            </li>
          ))}
        </ul>
        {found.length === 0 && <p>Nobody else on this device is called that.</p>}
      </div>
    </Dialog>
  )
}

function others(contact: string, letters: string): readonly ContactRow[] {
  const whose = (id: string) => personOf(id, held)
  const self = whose(contact)
  return [...contacts.all.values()]
    .filter(row => whose(row.contact) !== self && textOf(row).includes(letters))
    .sort((a, b) => b.metAt - a.metAt)
    .slice(0, mostShown)
}

function textOf(row: ContactRow): string {
  return [nameNow(row.contact), ...row.handles.map(handle => handle.value)].join('\n').toLowerCase()
}
