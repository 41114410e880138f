import { CloudLightning, CloudRain, Sun } from 'lucide-preact'
import { useId } from 'preact/hooks'
import type { Mood } from '../../shared/protocol/emulator.ts'
import type { Emulator } from './emulator.ts'
import { errorKinds } from './error-codes.ts'
import { weather } from './happened.ts'

type Props = { emulator: Emulator; mood: Mood }

const clearSky: Mood = {
  latencyMs: 0,
  down: false,
  answersLost: false,
  error: null,
  duplicate: false,
  shuffle: false,
  phonesOff: false
}
const icons = { clear: Sun, rain: CloudRain, storm: CloudLightning }
const sentences = {
  clear: 'Clear sky: WhatsApp does what it should.',
  rain: 'Rain: everything arrives, though not as one would wish.',
  storm: 'Storm: nothing that agents send gets through.'
}

/** The things that go wrong at a vendor, one switch each. Agents should lose nothing in any of them. */
export function WeatherPanel({ emulator, mood }: Props) {
  const sky = weather(mood)
  return (
    <section class="weather" aria-label="Weather">
      <div class="weather-head">
        <WeatherIcon mood={mood} />
        <p aria-live="polite">{sentences[sky]}</p>
        {sky !== 'clear' && (
          <button type="button" class="button tight" onClick={() => emulator.change(clearSky)}>
            Clear up
          </button>
        )}
      </div>
      <Delay emulator={emulator} mood={mood} />
      <Switch
        label="WhatsApp is down"
        hint="It answers “try again later”, and takes nothing."
        on={mood.down}
        flip={down => emulator.change({ down })}
      />
      <Switch
        label="Answers get lost"
        hint="It takes the reply, and Daybook never hears so."
        on={mood.answersLost}
        flip={answersLost => emulator.change({ answersLost })}
      />
      <Switch
        label="Webhooks come twice"
        hint="Each message is reported again."
        on={mood.duplicate}
        flip={duplicate => emulator.change({ duplicate })}
      />
      <Switch
        label="Webhooks overtake each other"
        hint="“Read” may come before “delivered”."
        on={mood.shuffle}
        flip={shuffle => emulator.change({ shuffle })}
      />
      <Switch
        label="Phones are switched off"
        hint="Replies stay at one tick."
        on={mood.phonesOff}
        flip={phonesOff => emulator.change({ phonesOff })}
      />
      <ErrorChoice emulator={emulator} mood={mood} />
    </section>
  )
}

export function WeatherIcon({ mood }: { mood: Mood }) {
  const sky = weather(mood)
  const Icon = icons[sky]
  return <Icon class={`sky ${sky}`} />
}

function Delay({ emulator, mood }: Props) {
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
        onChange={event => emulator.change({ latencyMs: event.currentTarget.valueAsNumber })}
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

function ErrorChoice({ emulator, mood }: Props) {
  const choose = (value: string) => emulator.change({ error: value === '' ? null : Number(value) })
  return (
    <label class="weather-row stacked">
      <span>Answer every send with an error</span>
      <select
        class="input"
        value={mood.error === null ? '' : String(mood.error)}
        onChange={event => choose(event.currentTarget.value)}
      >
        <option value="">No error</option>
        {errorKinds.map(kind => (
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
