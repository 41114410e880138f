import { AlarmClock } from 'lucide-preact'
import { useRef } from 'preact/hooks'
import type { Thread } from '../../shared/conversations/thread.ts'
import { useKey } from '../keyboard/keys.ts'
import { Menu, MenuItem } from '../ui/menu.tsx'
import { shortAhead } from '../ui/time-words.ts'
import { act } from '../app/shell/act.ts'
import { dealWith } from './cursor.ts'
import { laterTimes } from '../ui/later-times.ts'
import { seenHere } from './use-reading.ts'
import { words } from './words.ts'

/** Out of the way until a time people can name. */
export function SnoozeMenu({ row }: { row: Thread }) {
  const { conversation } = row
  useKey('s', () => document.querySelector<HTMLElement>('[data-hook=snooze]')?.click())
  const snooze = async (until: number) => {
    dealWith(conversation)
    const { ofCustomer } = await seenHere(conversation)
    await act({ type: 'conversation.snooze', conversation, until, seen: ofCustomer })
  }
  return (
    <Menu
      label={words.snooze}
      shortcut="S"
      hook="snooze"
      look="button quiet icon"
      face={<AlarmClock />}
      renderFoot={close => <OwnTime snooze={until => void snooze(until)} close={close} />}
    >
      <Times snooze={until => void snooze(until)} />
    </Menu>
  )
}

function Times({ snooze }: { snooze(until: number): void }) {
  const now = Date.now()
  return laterTimes(now).map(time => (
    <MenuItem key={time.words} aside={shortAhead(time.at, now)} act={() => snooze(time.at)}>
      {time.words}
    </MenuItem>
  ))
}

function OwnTime({ snooze, close }: { snooze(until: number): void; close(): void }) {
  const field = useRef<HTMLInputElement>(null)
  const own = (event: SubmitEvent) => {
    event.preventDefault()
    const until = Date.parse(field.current?.value ?? '')
    if (Number.isNaN(until) || until <= Date.now()) {
      field.current?.setCustomValidity('Choose a time that is still to come.')
      field.current?.reportValidity()
      return
    }
    close()
    snooze(until)
  }
  return (
    <form class="own-time" onSubmit={own}>
      <input
        ref={field}
        class="input"
        type="datetime-local"
        aria-label="Another time"
        min={localMinute(Date.now())}
        onInput={() => field.current?.setCustomValidity('')}
      />
      <button type="submit" class="button">
        Set
      </button>
    </form>
  )
}

/** The form in which the browser's own field wants it: local, to the minute. */
function localMinute(at: number): string {
  return new Date(at - new Date(at).getTimezoneOffset() * 60_000).toISOString().slice(0, 16)
}
