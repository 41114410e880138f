import { Plus, X } from 'lucide-preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import type { Contact } from '../../shared/contacts/contact.ts'
import { act } from '../app/shell/act.ts'

type Props = { contact: string; attributes: Contact['attributes'] }

/** What the team knows about somebody: any name, any value. */
export function Attributes({ contact, attributes }: Props) {
  const [adding, add] = useState(false)
  const set = (key: string, value: string) => act({ type: 'contact.set-attribute', contact, key, value })
  return (
    <section aria-label="What we know">
      <h3>What we know</h3>
      <dl class="attributes">
        {attributes.map(({ key, value }) => (
          <div key={key}>
            <dt dir="auto">{key}</dt>
            <dd>
              <input
                class="input"
                dir="auto"
                aria-label={key}
                maxLength={500}
                defaultValue={value}
                key={value}
                onChange={event => void set(key, event.currentTarget.value.trim())}
              />
              <button
                type="button"
                class="button quiet icon tight"
                aria-label={`Remove ${key}`}
                title="Remove"
                onClick={() => void set(key, '')}
              >
                <X class="small" />
              </button>
            </dd>
          </div>
        ))}
      </dl>
      {adding ? (
        <NewAttribute
          keep={(key, value) => {
            add(false)
            void set(key, value)
          }}
          leave={() => add(false)}
        />
      ) : (
        <button type="button" class="button quiet tight add" onClick={() => add(true)}>
          <Plus class="small" />
          Add a detail
        </button>
      )}
    </section>
  )
}

function NewAttribute({ keep, leave }: { keep(key: string, value: string): void; leave(): void }) {
  const first = useRef<HTMLInputElement>(null)
  useEffect(() => first.current?.focus(), [])
  const escape = (event: KeyboardEvent) => {
    if (event.key !== 'Escape') return
    // The sheet this lies in stays.
    event.preventDefault()
    leave()
  }
  return (
    <form
      class="new-attribute"
      onSubmit={event => {
        event.preventDefault()
        const form = new FormData(event.currentTarget)
        keep(String(form.get('key')).trim(), String(form.get('value')).trim())
      }}
    >
      <input
        class="input"
        name="key"
        required
        maxLength={40}
        pattern="[\p{L}][\p{L}\p{N} _\-]*"
        title="Letters, digits and spaces, beginning with a letter"
        placeholder="Order number"
        aria-label="What it is"
        ref={first}
        onKeyDown={escape}
      />
      <input
        class="input"
        name="value"
        required
        maxLength={500}
        placeholder="A-1042"
        aria-label="Its value"
        onKeyDown={escape}
        dir="auto"
      />
      <button type="submit" class="button">
        Add
      </button>
    </form>
  )
}
