import type { HistoryPreview } from '../../shared/protocol/history.ts'
import { Segments } from '../ui/segments.tsx'
import type { PlanForm } from './plan-form.ts'

type Props = { found: HistoryPreview; form: PlanForm; set(change: Partial<PlanForm>): void }

const orderNames = { dmy: 'Day first', mdy: 'Month first', ymd: 'Year first' } as const

/** What a chat does not say of itself: who the customer is, where the clocks were, and how its dates are read. */
export function ChatFields({ found, form, set }: Props) {
  return (
    <>
      <label class="field">
        <span class="label">The customer’s name</span>
        <input
          class="input"
          dir="auto"
          maxLength={120}
          value={form.customer}
          onInput={event => set({ customer: event.currentTarget.value })}
        />
      </label>
      <label class="field">
        <span class="label">Their number, if you know it</span>
        <input
          class="input"
          type="tel"
          placeholder="+49 151 2345678"
          value={form.phone}
          onInput={event => set({ phone: event.currentTarget.value })}
        />
        <span class="hint">With it, they are who writes from that number.</span>
      </label>
      <label class="field">
        <span class="label">Where the telephone was</span>
        <select class="input" value={form.zone} onChange={event => set({ zone: event.currentTarget.value })}>
          {[...new Set([form.zone, ...Intl.supportedValuesOf('timeZone')])].map(zone => (
            <option key={zone} value={zone}>
              {zone.replaceAll('_', ' ')}
            </option>
          ))}
        </select>
        <span class="hint">The file tells the time, and not the time zone.</span>
      </label>
      {found.orders.length > 1 && (
        <Segments
          label="How its dates are to be read"
          choices={found.orders.map(order => [order, orderNames[order]] as const)}
          chosen={form.order}
          choose={order => set({ order })}
        />
      )}
    </>
  )
}
