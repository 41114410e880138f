import { useSignal, type Signal } from '@preact/signals'
import { Image, MapPin, Plus, SendHorizontal, UserRound, Users } from 'lucide-preact'
import { useLayoutEffect, useRef } from 'preact/hooks'
import type { Phone, PhoneSays, StandInState } from '../../shared/protocol/emulator.ts'
import { measure } from '../../shared/platforms/strategy.ts'
import { strategyOf } from '../../shared/platforms/strategies.ts'
import type { Emulator } from './emulator.ts'
import { PhoneField } from './phone-field.tsx'

type Props = {
  emulator: Emulator
  standIn: StandInState
  phone: Phone
  text: Signal<string>
  /** It comes back after something else stood in its place. */
  isBack: boolean
}

/** Where the pretended customer writes. The words leave the field only when the emulator has them. */
export function PhoneComposer({ emulator, standIn, phone, text, isBack }: Props) {
  const area = useRef<HTMLTextAreaElement>(null)
  const more = useSignal(false)
  const empty = text.value.trim() === ''
  const { name, text: limit } = strategyOf(phone.platform)
  const over = measure(text.value, limit) - limit.most
  const places = standIn.says.includes('location')

  useLayoutEffect(() => {
    if (isBack) area.current?.focus()
  }, [isBack])

  const say = async (says: PhoneSays) => {
    const before = text.value
    text.value = ''
    more.value = false
    area.current?.focus()
    const said = await emulator.say(phone, says)
    if (!said && text.value === '') text.value = before
  }
  const send = () => !empty && over <= 0 && void say({ kind: 'text', text: text.value.trim() })

  return (
    <form class="phone-composer" onSubmit={event => (event.preventDefault(), send())}>
      {over > 0 && (
        <p class="phone-over">
          {over} {limit.unit} more than {name} takes
        </p>
      )}
      {more.value && (
        <div class="phone-more">
          <button type="button" class="button" onClick={() => say({ kind: 'image', caption: text.value.trim() })}>
            <Image class="small" />
            Send a photo
          </button>
          {places && (
            <button type="button" class="button" onClick={() => say({ kind: 'location' })}>
              <MapPin class="small" />
              Share a location
            </button>
          )}
          {standIn.says.includes('group') && (
            <button
              type="button"
              class="button"
              disabled={empty || over > 0}
              onClick={() => say({ kind: 'group', text: text.value.trim() })}
            >
              <Users class="small" />
              Write it in a group
            </button>
          )}
          {standIn.says.includes('account') && (
            <button
              type="button"
              class="button"
              disabled={empty || over > 0}
              onClick={() => say({ kind: 'text', text: text.value.trim(), account: true })}
            >
              <UserRound class="small" />
              Write it to the owner’s account
            </button>
          )}
        </div>
      )}
      <button
        type="button"
        class="button quiet icon phone-plus"
        aria-label="More than words"
        aria-expanded={more.value}
        onClick={() => (more.value = !more.value)}
      >
        <Plus />
      </button>
      <PhoneField area={area} label={`Write as ${phone.name}`} text={text} isOver={over > 0} send={send} />
      <button type="submit" class="phone-send" aria-label="Send" disabled={empty || over > 0}>
        <SendHorizontal class="turns" />
      </button>
    </form>
  )
}
