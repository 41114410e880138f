import { useSignal } from '@preact/signals'
import type { Phone, PhoneMessage } from '../../shared/protocol/emulator.ts'
import type { Emulator } from './emulator.ts'
import { MailCard } from './mail-card.tsx'
import { MailWriter } from './mail-writer.tsx'
import { PhoneMessages } from './phone-messages.tsx'

type Props = { emulator: Emulator; business: string; phone: Phone }

/** A small mail program: what this customer and the business have written to each other, and what is written next. */
export function MailPane({ emulator, business, phone }: Props) {
  // `null`: nobody has chosen. Then it is an answer to the business, where there is anything to answer.
  const chosen = useSignal<'new' | PhoneMessage | null>(null)
  const latest = phone.messages.findLast(({ from }) => from === 'business') ?? phone.messages.at(-1) ?? null
  const answers = chosen.value === 'new' ? null : (chosen.value ?? latest)
  const draw = (mail: PhoneMessage) => (
    <MailCard
      key={mail.id}
      platform={phone.platform}
      mail={mail}
      from={mail.from === 'customer' ? phone.name : business}
      isAnswered={answers?.id === mail.id}
      answer={() => (chosen.value = mail)}
    />
  )
  return (
    <>
      <PhoneMessages phone={phone} draw={draw} />
      <MailWriter
        emulator={emulator}
        phone={phone}
        answers={answers}
        begin={() => (chosen.value = 'new')}
        sent={() => (chosen.value = null)}
      />
    </>
  )
}
