import { useSignal } from '@preact/signals'
import { UserPlus } from 'lucide-preact'
import type { EmulatorState, Phone, PhoneMessage } from '../../shared/protocol/emulator.ts'
import { Avatar } from '../ui/avatar.tsx'
import { now } from '../ui/now.ts'
import { shortWhen } from '../ui/time-words.ts'
import type { Emulator } from './emulator.ts'
import { kindWords } from './kind-words.ts'

type Props = { emulator: Emulator; state: EmulatorState; held: Phone; chosen?: () => void }

/** Everybody with a pretended phone. Who is picked, is who you are. */
export function People({ emulator, state, held, chosen }: Props) {
  const choose = (id: string) => {
    emulator.choose(id)
    chosen?.()
  }
  return (
    <>
      <NewCustomer emulator={emulator} met={chosen} />
      <ul class="people">
        {state.phones.map(phone => (
          <li key={phone.id}>
            <button
              type="button"
              class="person"
              aria-current={phone.id === held.id ? 'true' : undefined}
              onClick={() => choose(phone.id)}
            >
              <Person phone={phone} />
            </button>
          </li>
        ))}
      </ul>
    </>
  )
}

function Person({ phone }: { phone: Phone }) {
  const last = phone.messages.at(-1)
  return (
    <>
      <Avatar name={phone.name} of={phone.id} />
      <span class="person-words">
        <span class="person-name">
          <bdi>{phone.name}</bdi>
        </span>
        <span class="person-last">
          <bdi>{last ? lastWords(last) : phone.number}</bdi>
        </span>
      </span>
      <span class="person-aside">
        {last && <time dateTime={new Date(last.at).toISOString()}>{shortWhen(last.at, now.value)}</time>}
        {phone.unread > 0 && (
          <span class="count">
            {phone.unread}
            <span class="unseen"> unread</span>
          </span>
        )}
      </span>
    </>
  )
}

function lastWords(message: PhoneMessage): string {
  return message.text || kindWords[message.kind]
}

function NewCustomer({ emulator, met }: { emulator: Emulator; met: (() => void) | undefined }) {
  const name = useSignal('')
  const submit = async (event: Event) => {
    event.preventDefault()
    const wanted = name.value.trim()
    if (!wanted) return
    await emulator.meet(wanted)
    name.value = ''
    met?.()
  }
  return (
    <form class="new-customer" onSubmit={submit}>
      <input
        class="input"
        dir="auto"
        aria-label="Name of a new customer"
        placeholder="A new customer’s name"
        maxLength={80}
        value={name}
        onInput={event => (name.value = event.currentTarget.value)}
      />
      <button type="submit" class="button" disabled={name.value.trim() === ''}>
        <UserPlus class="small" />
        Add
      </button>
    </form>
  )
}
