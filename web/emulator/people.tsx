import { useSignal } from '@preact/signals'
import { UserPlus } from 'lucide-preact'
import type { EmulatorState, Phone, PhoneMessage } from '../../shared/protocol/emulator.ts'
import { PlatformGlyph, platformName } from '../app/shell/platform-glyph.tsx'
import { Avatar } from '../ui/avatar.tsx'
import { now } from '../ui/now.ts'
import { shortWhen } from '../ui/time-words.ts'
import type { Emulator } from './emulator.ts'
import { keyOf } from './happened.ts'
import { kindWords, unsentWords } from './kind-words.ts'

type Props = { emulator: Emulator; state: EmulatorState; held: Phone; chosen?: () => void }

/** Everybody with a pretended phone. Who is picked, is who you are. */
export function People({ emulator, state, held, chosen }: Props) {
  const choose = (phone: Phone) => {
    emulator.choose(phone)
    chosen?.()
  }
  // `null`: those of every platform.
  const only = useSignal<string | null>(null)
  const phones = state.phones.filter(({ platform }) => only.value === null || platform === only.value)
  return (
    <>
      <NewCustomer emulator={emulator} state={state} platform={only.value ?? held.platform} met={chosen} />
      <Platforms state={state} only={only.value} show={platform => (only.value = platform)} />
      <ul class="people">
        {phones.map(phone => (
          <li key={keyOf(phone)}>
            <button
              type="button"
              class="person"
              aria-current={keyOf(phone) === keyOf(held) ? 'true' : undefined}
              onClick={() => choose(phone)}
            >
              <Person phone={phone} />
            </button>
          </li>
        ))}
      </ul>
    </>
  )
}

type PlatformsProps = { state: EmulatorState; only: string | null; show: (platform: string | null) => void }

/** Whose phones are listed. */
function Platforms({ state, only, show }: PlatformsProps) {
  return (
    <div class="phone-platforms" role="group" aria-label="Phones of one platform">
      <button type="button" class="button tight" aria-pressed={only === null} onClick={() => show(null)}>
        All
      </button>
      {state.standIns.map(({ platform }) => (
        <button
          key={platform}
          type="button"
          class="button tight"
          aria-pressed={only === platform}
          aria-label={platformName(platform)}
          title={platformName(platform)}
          onClick={() => show(platform)}
        >
          <PlatformGlyph platform={platform} />
        </button>
      ))}
    </div>
  )
}

function Person({ phone }: { phone: Phone }) {
  const last = phone.messages.at(-1)
  return (
    <>
      <span class="person-face">
        <Avatar name={phone.name} of={phone.id} />
        <PlatformGlyph platform={phone.platform} badge />
      </span>
      <span class="person-words">
        <span class="person-name">
          <bdi>{phone.name}</bdi>
          <span class="unseen"> on {platformName(phone.platform)}</span>
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
  return message.unsent ? unsentWords : message.text || kindWords[message.kind]
}

type NewProps = { emulator: Emulator; state: EmulatorState; platform: string; met: (() => void) | undefined }

function NewCustomer({ emulator, state, platform, met }: NewProps) {
  const name = useSignal('')
  // Until somebody picks another, it is that of the phone in the hand.
  const picked = useSignal<string | null>(null)
  const on = picked.value ?? platform
  const submit = async (event: Event) => {
    event.preventDefault()
    const wanted = name.value.trim()
    if (!wanted) return
    await emulator.meet(on, wanted)
    name.value = ''
    picked.value = null
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
      <select
        class="input"
        aria-label="Platform of the new customer"
        value={on}
        onChange={event => (picked.value = event.currentTarget.value)}
      >
        {state.standIns.map(one => (
          <option key={one.platform} value={one.platform}>
            {platformName(one.platform)}
          </option>
        ))}
      </select>
      <button type="submit" class="button" disabled={name.value.trim() === ''}>
        <UserPlus class="small" />
        Add
      </button>
    </form>
  )
}
