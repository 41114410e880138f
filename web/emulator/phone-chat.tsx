import { useSignal } from '@preact/signals'
import { PowerOff } from 'lucide-preact'
import { mayEdit, mayUnsend } from '../../shared/protocol/emulator-later.ts'
import { strategyOf } from '../../shared/platforms/strategies.ts'
import type { EmulatorState, Phone, PhoneMessage, StandInState } from '../../shared/protocol/emulator.ts'
import { PlatformGlyph, platformName } from '../app/shell/platform-glyph.tsx'
import { Avatar } from '../ui/avatar.tsx'
import { now } from '../ui/now.ts'
import type { Emulator } from './emulator.ts'
import { keyOf } from './happened.ts'
import { MailPane } from './mail-pane.tsx'
import { PhoneBubble } from './phone-bubble.tsx'
import { PhoneComposer } from './phone-composer.tsx'
import { PhoneEditor } from './phone-editor.tsx'
import type { PhoneLater } from './phone-later.tsx'
import { PhoneMessages } from './phone-messages.tsx'

type Props = { emulator: Emulator; state: EmulatorState; standIn: StandInState; phone: Phone }

/** The one chat on this phone, or its mails: those with the business. */
export function PhoneChat({ emulator, state, standIn, phone }: Props) {
  if (standIn.mood.phonesOff) return <SwitchedOff emulator={emulator} standIn={standIn} />
  const { name } = strategyOf(phone.platform)
  return (
    <div class="phone-chat">
      <header class="phone-head">
        <Avatar name={state.business.name} of={standIn.inbox} />
        <div class="phone-who">
          <h2 dir="auto">{state.business.name}</h2>
          <p class="figures" role="status">
            {phone.typing ? 'typing …' : standIn.address}
          </p>
        </div>
        <p class="phone-platform">
          <PlatformGlyph platform={phone.platform} />
          {name}
        </p>
      </header>
      {standIn.says.includes('subject') ? (
        <MailPane key={keyOf(phone)} emulator={emulator} business={state.business.name} phone={phone} />
      ) : (
        <Talk key={keyOf(phone)} emulator={emulator} standIn={standIn} phone={phone} />
      )}
    </div>
  )
}

function Talk({ emulator, standIn, phone }: Omit<Props, 'state'>) {
  const text = useSignal('')
  // `null`: nothing is changed now; `undefined`: nothing was yet.
  const edited = useSignal<string | null | undefined>(undefined)
  const message = phone.messages.find(({ id, unsent }) => id === edited.value && !unsent)
  const laterOf = (of: PhoneMessage): PhoneLater => ({
    edit: mayEdit(standIn.later, of, now.value) ? () => (edited.value = of.id) : undefined,
    unsend: mayUnsend(standIn.later, of, now.value)
      ? () => void emulator.changeSaid(phone, { of: of.id, text: null })
      : undefined
  })
  return (
    <>
      <Messages emulator={emulator} standIn={standIn} phone={phone} laterOf={laterOf} />
      {message ? (
        <PhoneEditor
          key={message.id}
          emulator={emulator}
          phone={phone}
          message={message}
          done={() => (edited.value = null)}
        />
      ) : (
        <PhoneComposer
          emulator={emulator}
          standIn={standIn}
          phone={phone}
          text={text}
          isBack={edited.value !== undefined}
        />
      )}
    </>
  )
}

type MessagesProps = Omit<Props, 'state'> & { laterOf: (message: PhoneMessage) => PhoneLater }

function Messages({ emulator, standIn, phone, laterOf }: MessagesProps) {
  const draw = (message: PhoneMessage) => (
    <PhoneBubble
      key={message.id}
      platform={phone.platform}
      message={message}
      press={({ id, title }) => void emulator.say(phone, { kind: 'choice', of: message.id, choice: id, title })}
      react={
        standIn.says.includes('reaction')
          ? emoji => void emulator.say(phone, { kind: 'reaction', of: message.id, emoji })
          : undefined
      }
      later={laterOf(message)}
    />
  )
  return <PhoneMessages phone={phone} draw={draw} />
}

function SwitchedOff({ emulator, standIn }: Pick<Props, 'emulator' | 'standIn'>) {
  return (
    <div class="phone-off">
      <PowerOff />
      <p>The phone is switched off. What the business writes waits at {platformName(standIn.platform)}.</p>
      <button type="button" class="button" onClick={() => emulator.change(standIn, { phonesOff: false })}>
        Switch it on
      </button>
    </div>
  )
}
