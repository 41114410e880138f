import type { ComponentChildren } from 'preact'
import { useMemo, useState } from 'preact/hooks'
import { Dialog } from '../../ui/dialog.tsx'
import { contacts, type ContactRow } from '../live.ts'
import { contactName } from './contact-name.ts'
import { nameNow } from './name-now.ts'
import { originOf } from './origin.ts'
import { PlatformGlyph } from './platform-glyph.tsx'

const mostShown = 20

type Props = {
  title: string
  /** Who may be chosen; everybody if it is not said. */
  among?: (row: ContactRow) => boolean
  choose(contact: string): void
  close(): void
  /** What is asked beside. */
  children?: ComponentChildren
}

/** One of the people on this device, whom they met last first. */
export function FindPerson({ title, among, choose, close, children }: Props) {
  const [letters, type] = useState('')
  const { revision } = contacts
  const found = useMemo(() => peopleWith(letters.trim().toLowerCase(), among), [letters, among, revision.value])
  return (
    <Dialog title={title} close={close}>
      <div class="body">
        {children}
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
                  choose(row.contact)
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

function peopleWith(letters: string, among: Props['among']): readonly ContactRow[] {
  return [...contacts.all.values()]
    .filter(row => (!among || among(row)) && textOf(row).includes(letters))
    .sort((a, b) => b.metAt - a.metAt)
    .slice(0, mostShown)
}

function textOf(row: ContactRow): string {
  return [nameNow(row.contact), ...row.handles.map(handle => handle.value)].join('\n').toLowerCase()
}
