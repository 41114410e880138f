import { useSignal } from '@preact/signals'
import { Check, X } from 'lucide-preact'
import { useLayoutEffect, useRef } from 'preact/hooks'
import type { Phone, PhoneMessage } from '../../shared/protocol/emulator.ts'
import { measure } from '../../shared/platforms/strategy.ts'
import { strategyOf } from '../../shared/platforms/strategies.ts'
import type { Emulator } from './emulator.ts'
import { PhoneField } from './phone-field.tsx'

type Props = { emulator: Emulator; phone: Phone; message: PhoneMessage; done(): void }

/** Where the pretended customer changes what they have said. It takes the composer's place, whose words wait. */
export function PhoneEditor({ emulator, phone, message, done }: Props) {
  const area = useRef<HTMLTextAreaElement>(null)
  const text = useSignal(message.text)
  const { name, text: limit } = strategyOf(phone.platform)
  const over = measure(text.value, limit) - limit.most
  const words = text.value.trim()
  useLayoutEffect(() => {
    area.current?.focus()
    area.current?.setSelectionRange(message.text.length, message.text.length)
  }, [message.id])
  const send = async () => {
    if (words === '' || over > 0) return
    if (words === message.text || (await emulator.changeSaid(phone, { of: message.id, text: words }))) done()
  }
  return (
    <form class="phone-composer" onSubmit={event => (event.preventDefault(), void send())}>
      <p class="phone-editing">
        Editing:{' '}
        <q class="phone-quote" dir="auto">
          {message.text}
        </q>
      </p>
      {over > 0 && (
        <p class="phone-over">
          {over} {limit.unit} more than {name} takes
        </p>
      )}
      <button type="button" class="button quiet icon phone-plus" aria-label="Leave it as it is" onClick={done}>
        <X />
      </button>
      <PhoneField
        area={area}
        label="Change the message"
        text={text}
        isOver={over > 0}
        send={() => void send()}
        leave={done}
      />
      <button type="submit" class="phone-send" aria-label="Save the change" disabled={words === '' || over > 0}>
        <Check />
      </button>
    </form>
  )
}
