import { CloudLightning, CloudRain, Sun } from 'lucide-preact'
import { useId } from 'preact/hooks'
import { strategyOf } from '../../shared/platforms/strategies.ts'
import type { Mood, StandInState } from '../../shared/protocol/emulator.ts'
import { platformName } from '../app/shell/platform-glyph.tsx'
import type { Emulator } from './emulator.ts'
import { errorKinds } from './error-codes.ts'
import { downWords, lostWords } from './weather-words.ts'
import { wireWords } from './wire-words.ts'
import { weather } from './happened.ts'

type Props = { emulator: Emulator; standIn: StandInState }

const clearSky: Mood = {
  latencyMs: 0,
  down: false,
  answersLost: false,
  error: null,
  duplicate: false,
  shuffle: false,
  phonesOff: false,
  away: false
}
const icons = { clear: Sun, rain: CloudRain, storm: CloudLightning }
const sentences: Record<keyof typeof icons, (name: string) => string> = {
  clear: name => `Clear sky: ${name} does what it should.`,
  rain: () => 'Rain: everything arrives, though not as one would wish.',
  storm: name => `Storm: nothing that agents send on ${name} gets through.`
}

/** The things that go wrong at a vendor, one switch each. Agents should lose nothing in any of them. */
export function WeatherPanel({ emulator, standIn }: Props) {
  const { mood, platform } = standIn
  const { receipts } = strategyOf(platform)
  const name = platformName(platform)
  const { tidings, again } = wireWords(platform, name)
  const sky = weather(mood)
  return (
    <section class="weather" aria-label="Weather">
      <div class="weather-head">
        <WeatherIcon mood={mood} />
        <p aria-live="polite">{sentences[sky](name)}</p>
        {sky !== 'clear' && (
          <button type="button" class="button tight" onClick={() => emulator.change(standIn, clearSky)}>
            Clear up
          </button>
        )}
      </div>
      <Delay emulator={emulator} standIn={standIn} />
      <Switch
        label={`${name} is down`}
        hint={downWords(platform)}
        on={mood.down}
        flip={down => emulator.change(standIn, { down })}
      />
      <Switch
        label="Answers get lost"
        hint={lostWords(platform)}
        on={mood.answersLost}
        flip={answersLost => emulator.change(standIn, { answersLost })}
      />
      <Switch
        label={`${tidings} come twice`}
        hint={again}
        on={mood.duplicate}
        flip={duplicate => emulator.change(standIn, { duplicate })}
      />
      <Switch
        label={`${tidings} overtake each other`}
        hint={receipts.includes('read') ? '“Read” may come before “delivered”.' : 'What was said first may come last.'}
        on={mood.shuffle}
        flip={shuffle => emulator.change(standIn, { shuffle })}
      />
      {receipts.includes('delivered') && (
        <Switch
          label="Phones are switched off"
          hint="Replies are sent, and not delivered."
          on={mood.phonesOff}
          flip={phonesOff => emulator.change(standIn, { phonesOff })}
        />
      )}
      {standIn.says.includes('subject') && (
        <Switch
          label="Customers are out of the office"
          hint="Each reply is answered by a program."
          on={mood.away}
          flip={away => emulator.change(standIn, { away })}
        />
      )}
      <ErrorChoice emulator={emulator} standIn={standIn} />
    </section>
  )
}

export function WeatherIcon({ mood }: { mood: Mood }) {
  const sky = weather(mood)
  const Icon = icons[sky]
  return <Icon class={`sky ${sky}`} />
}

function Delay({ emulator, standIn }: Props) {
  const { mood } = standIn
  return (
    <label class="weather-row">
      <span>
        Delay <span class="figures">{seconds(mood.latencyMs)}</span>
      </span>
      <input
        type="range"
        min={0}
        max={10_000}
        step={500}
        value={mood.latencyMs}
        aria-valuetext={seconds(mood.latencyMs)}
        onChange={event => emulator.change(standIn, { latencyMs: event.currentTarget.valueAsNumber })}
      />
    </label>
  )
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`
}

type SwitchProps = { label: string; hint: string; on: boolean; flip: (on: boolean) => void }

function Switch({ label, hint, on, flip }: SwitchProps) {
  const hintId = useId()
  return (
    <div class="weather-row">
      <label>
        <span>{label}</span>
        <input
          type="checkbox"
          class="switch"
          aria-describedby={hintId}
          checked={on}
          onChange={event => flip(event.currentTarget.checked)}
        />
      </label>
      <p class="hint" id={hintId}>
        {hint}
      </p>
    </div>
  )
}

function ErrorChoice({ emulator, standIn }: Props) {
  const { mood, platform } = standIn
  const choose = (value: string) => emulator.change(standIn, { error: value === '' ? null : value })
  return (
    <label class="weather-row stacked">
      <span>Answer every send with an error</span>
      <select class="input" value={mood.error ?? ''} onChange={event => choose(event.currentTarget.value)}>
        <option value="">No error</option>
        {errorKinds(platform).map(kind => (
          <optgroup key={kind.what} label={kind.what}>
            {kind.codes.map(([code, words]) => (
              <option key={code} value={code}>
                {code}: {words}
              </option>
            ))}
          </optgroup>
        ))}
      </select>
    </label>
  )
}
