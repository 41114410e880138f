import { PowerOff } from 'lucide-preact'
import { strategyOf } from '../../shared/platforms/strategies.ts'
import type { EmulatorState, Phone, PhoneMessage, StandInState } from '../../shared/protocol/emulator.ts'
import { PlatformGlyph, platformName } from '../app/shell/platform-glyph.tsx'
import { Avatar } from '../ui/avatar.tsx'
import type { Emulator } from './emulator.ts'
import { keyOf } from './happened.ts'
import { MailPane } from './mail-pane.tsx'
import { PhoneBubble } from './phone-bubble.tsx'
import { PhoneComposer } from './phone-composer.tsx'
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
        <>
          <Messages key={keyOf(phone)} emulator={emulator} standIn={standIn} phone={phone} />
          <PhoneComposer key={keyOf(phone)} emulator={emulator} standIn={standIn} phone={phone} />
        </>
      )}
    </div>
  )
}

function Messages({ emulator, standIn, phone }: Omit<Props, 'state'>) {
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
