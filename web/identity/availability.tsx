import type { Availability as At } from '../../shared/routing/content.ts'
import { act } from '../app/shell/act.ts'
import { agents } from '../app/live.ts'
import { laterTimes } from '../ui/later-times.ts'
import { now } from '../ui/now.ts'
import { Segments } from '../ui/segments.tsx'
import { untilWords } from '../ui/time-words.ts'
import { availabilityOf } from '../routing/content-words.ts'

/** Whether new conversations come to me. Said offline it waits in the outbox like everything else. */
export function Availability({ self }: { self: string }) {
  const row = agents.get(self)
  const at = availabilityOf(row ?? {}, now.value)
  const until = at === 'away' ? (row?.until ?? null) : null
  const choose = (availability: At, back: number | null = null) =>
    void act({ type: 'agent.set-availability', agent: self, availability, until: back }, { quiet: true })
  return (
    <section aria-label="Availability">
      <h2>Availability</h2>
      <Segments
        label="You are"
        choices={[
          ['online', 'Available'],
          ['busy', 'Busy'],
          ['away', 'Away']
        ]}
        chosen={at}
        choose={choice => choose(choice)}
      />
      {at === 'away' && <BackAt until={until} choose={back => choose('away', back)} />}
      <p class="hint">{effectOf(at)}</p>
    </section>
  )
}

/** When they count as available again by themselves: what most forget to say when they come back. */
function BackAt({ until, choose }: { until: number | null; choose(until: number | null): void }) {
  const offered = laterTimes(now.value)
  return (
    <div class="field back-at">
      <label for="back-at">Back</label>
      <select
        id="back-at"
        class="input"
        value={until === null ? '' : 'set'}
        onChange={({ currentTarget: { value } }) => choose(value === '' ? null : Number(value))}
      >
        <option value="">When I say so</option>
        {until !== null && (
          <option value="set" disabled>
            {untilWords(until, now.value)}
          </option>
        )}
        {offered.map(({ words, at }) => (
          <option key={words} value={at}>
            {words}
          </option>
        ))}
      </select>
    </div>
  )
}

function effectOf(at: At): string {
  switch (at) {
    case 'online':
      return 'Conversations that Daybook gives out come to you too, as far as your limit allows.'
    case 'busy':
    case 'away':
      return 'You keep what you have. Conversations that Daybook gives out go to others.'
  }
}
