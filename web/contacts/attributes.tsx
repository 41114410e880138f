import { Plus, X } from 'lucide-preact'
import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import type { ContactRow } from '../app/live.ts'
import { act } from '../app/shell/act.ts'
import { focusHere } from '../ui/focus-here.ts'
import { From } from './from.tsx'

/** What is new goes to `contact`, the part that is spoken with; what is there stays with the part that has it. */
type Props = { contact: string; parts: readonly ContactRow[] }

/** What the team knows about somebody: any name, any value. */
export function Attributes({ contact, parts }: Props) {
  const [adding, add] = useState<boolean | null>(null)
  const attributes = parts.flatMap(part => part.attributes.map(attribute => ({ ...attribute, part })))
  const set = (of: string, key: string, value: string) =>
    act({ type: 'contact.set-attribute', contact: of, key, value })
  const homeOf = (key: string) => attributes.find(attribute => attribute.key === key)?.part.contact ?? contact
  return (
    <section aria-label="What we know">
      <h3>What we know</h3>
      <dl class="attributes">
        {attributes.map(({ key, value, part }) => (
          <div key={`${part.contact} ${key}`}>
            <dt dir="auto">{key}</dt>
            <dd>
              <input
                class="input"
                dir="auto"
                aria-label={key}
                maxLength={500}
                defaultValue={value}
                key={value}
                onChange={event => void set(part.contact, key, event.currentTarget.value.trim())}
              />
              {parts.length > 1 && <From part={part} />}
              <button
                type="button"
                class="button quiet icon tight"
                aria-label={`Remove ${key}`}
                title="Remove"
                onClick={() => void set(part.contact, key, '')}
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
            void set(homeOf(key), key, value)
          }}
          leave={() => add(false)}
        />
      ) : (
        <button
          ref={adding === false ? focusHere : null}
          type="button"
          class="button quiet tight add"
          onClick={() => add(true)}
        >
          <Plus class="small" />
          Add a detail
        </button>
      )}
    </section>
  )
}

function NewAttribute({ keep, leave }: { keep(key: string, value: string): void; leave(): void }) {
  const first = useRef<HTMLInputElement>(null)
  useLayoutEffect(() => first.current?.focus(), [])
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
