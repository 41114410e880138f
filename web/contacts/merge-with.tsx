import { Merge } from 'lucide-preact'
import { useCallback, useState } from 'preact/hooks'
import { personOf } from '../../shared/contacts/person.ts'
import type { ContactRow } from '../app/live.ts'
import { FindPerson } from '../app/shell/find-person.tsx'
import { held } from '../app/shell/name-now.ts'
import { merge } from './merge.ts'

/** For two that nothing says are one, except whoever has spoken with them. */
export function MergeWith({ contact, name }: { contact: string; name: string }) {
  const [choosing, choose] = useState(false)
  const others = useCallback((row: ContactRow) => personOf(row.contact, held) !== personOf(contact, held), [contact])
  return (
    <>
      <button type="button" class="button quiet tight add" onClick={() => choose(true)}>
        <Merge class="small" />
        Merge with…
      </button>
      {choosing && (
        <FindPerson
          title={`Who is ${name} too?`}
          among={others}
          choose={other => void merge(contact, other)}
          close={() => choose(false)}
        />
      )}
    </>
  )
}
