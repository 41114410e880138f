import type { ImportEntry } from '../../shared/protocol/history.ts'

export const sourceNames = { whatsapp: 'A chat', mail: 'Mail', contacts: 'Contacts' } as const

type Counts = NonNullable<ImportEntry['counts']>

/** What an import brought, in a line: only what there was. */
export function countWords({ messages, contacts, files, known, unread }: Counts): string {
  const parts = [
    counted(messages, 'message', 'messages'),
    counted(contacts, 'new person', 'new people'),
    counted(files, 'file', 'files'),
    known > 0 ? `${known.toLocaleString('en')} ${known === 1 ? 'was' : 'were'} here already` : '',
    unread > 0 ? `${unread.toLocaleString('en')} could not be read` : ''
  ].filter(part => part !== '')
  return parts.length === 0 ? 'Nothing in it was new.' : `${parts.join(', ')}.`
}

function counted(count: number, one: string, many: string): string {
  return count === 0 ? '' : `${count.toLocaleString('en')} ${count === 1 ? one : many}`
}
