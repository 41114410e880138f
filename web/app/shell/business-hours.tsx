import { useRef, useState } from 'preact/hooks'
import type { BusinessHours } from '../../../shared/routing/content.ts'
import { act } from './act.ts'
import { hoursForm, mondayFirst, readHours, weekdays, type HoursForm } from './hours-form.ts'
import { keepFocus } from '../../ui/keep-focus.ts'
import { Typed } from '../../ui/typed.tsx'

const ownZone = () => new Intl.DateTimeFormat().resolvedOptions().timeZone

type Props = { inbox: string; hours: BusinessHours | null; label: string }

/** When this inbox is open: it gives out what comes, and its clocks run. What comes at night waits for the morning. */
export function Hours({ inbox, hours, label }: Props) {
  const [typed, setTyped] = useState<HoursForm | null>(null)
  const before = useRef<HoursForm | null>(null)
  const form = typed ?? (hours && hoursForm(hours, hours.zone))
  const read = form && readHours(form)
  const wrong = read && 'words' in read ? read : null
  const send = async (next: BusinessHours | null) => {
    const { accepted } = await act({ type: 'inbox.set-hours', inbox, hours: next })
    if (accepted) setTyped(null)
  }
  const wrongAt = (day: number | 'closed' | 'zone') => (wrong?.day === day ? wrong.words : undefined)
  return (
    <form
      class="hours"
      onSubmit={event => {
        event.preventDefault()
        if (!read || 'words' in read) return
        void keepFocus(event.submitter ?? event.currentTarget, () => send(read))
      }}
    >
      <label class="switch">
        <input
          type="checkbox"
          checked={form !== null}
          onChange={event => {
            if (event.currentTarget.checked) return setTyped(before.current ?? hoursForm(null, ownZone()))
            // A week is long to write: ticked again, it is there again.
            before.current = form
            if (hours === null) setTyped(null)
            else void send(null)
          }}
        />
        {label}
      </label>
      {form && (
        <div class="week">
          {mondayFirst.map(day => (
            <Typed
              key={day}
              label={weekdays[day]}
              value={form.week[day] ?? ''}
              set={text => setTyped({ ...form, week: form.week.with(day, text) })}
              wrong={wrongAt(day)}
            />
          ))}
          <Typed
            label="Closed on"
            hint="Holidays, like 2026-12-25, 2026-12-26"
            value={form.closed}
            set={closed => setTyped({ ...form, closed })}
            wrong={wrongAt('closed')}
          />
          <Typed
            label="Time zone"
            value={form.zone}
            set={zone => setTyped({ ...form, zone })}
            wrong={wrongAt('zone')}
          />
        </div>
      )}
      {typed && (
        <p class="acts">
          <button type="submit" class="button primary" disabled={wrong !== null}>
            Set the hours
          </button>
          <button
            type="button"
            class="button quiet"
            onClick={({ currentTarget }) => void keepFocus(currentTarget, () => setTyped(null))}
          >
            As it was
          </button>
        </p>
      )}
    </form>
  )
}
