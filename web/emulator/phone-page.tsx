import { useSignal, type ReadonlySignal } from '@preact/signals'
import { ChevronDown } from 'lucide-preact'
import type { EmulatorState, Phone, StandInState } from '../../shared/protocol/emulator.ts'
import { PlatformGlyph } from '../app/shell/platform-glyph.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Device } from './device.tsx'
import type { Emulator } from './emulator.ts'
import { PhoneChat } from './phone-chat.tsx'
import { People } from './people.tsx'
import { TrafficLog } from './traffic-log.tsx'
import { WeatherIcon, WeatherPanel } from './weather-panel.tsx'

type Props = { emulator: Emulator; narrow: ReadonlySignal<boolean> }
type Parts = { emulator: Emulator; state: EmulatorState; standIn: StandInState; phone: Phone }

export function PhonePage({ emulator, narrow }: Props) {
  const state = emulator.state.value
  const phone = emulator.phone.value
  const standIn = emulator.standIn.value
  if (!state || !phone || !standIn) return <Waiting emulator={emulator} />
  const parts = { emulator, state, standIn, phone }
  return (
    <>
      {narrow.value ? <InTheHand {...parts} /> : <OnTheDesk {...parts} />}
      <output class="phone-problem">
        {!emulator.alive.value && <p>Daybook does not answer. Waiting for it…</p>}
        {emulator.problem.value && <p>{emulator.problem.value}</p>}
      </output>
    </>
  )
}

function Waiting({ emulator }: { emulator: Emulator }) {
  return (
    <main class="phone-waiting">
      <h1>The phone emulator</h1>
      <output>
        {emulator.problem.value ??
          (emulator.alive.value
            ? 'Connecting…'
            : 'Nobody answers. The emulator is part of the sample workspace: start Daybook without --empty.')}
      </output>
    </main>
  )
}

/** A wide screen: whose phone, the phone itself, and what the world does to it. */
function OnTheDesk({ emulator, state, standIn, phone }: Parts) {
  return (
    <div class="phone-desk">
      <aside class="phone-side" aria-label="Customers">
        <Intro state={state} />
        <People emulator={emulator} state={state} held={phone} />
      </aside>
      <main class="phone-stage">
        <Device>
          <PhoneChat emulator={emulator} state={state} standIn={standIn} phone={phone} />
        </Device>
      </main>
      <aside class="phone-side" aria-label="Weather and traffic">
        <WeatherPanel emulator={emulator} standIn={standIn} />
        <TrafficLog traffic={state.traffic} platform={phone.platform} />
      </aside>
    </div>
  )
}

/** A real phone: the chat fills it, everything else waits behind two buttons. */
function InTheHand({ emulator, state, standIn, phone }: Parts) {
  const sheet = useSignal<'people' | 'weather' | null>(null)
  const open = (which: typeof sheet.value) => () => {
    sheet.value = which
  }
  return (
    <div class="phone-hand">
      <header class="phone-bar">
        <h1 class="unseen">A customer’s phone</h1>
        <button type="button" class="button quiet phone-whose" onClick={open('people')}>
          <PlatformGlyph platform={phone.platform} />
          <span class="words">
            The phone of <bdi>{phone.name}</bdi>
          </span>
          <ChevronDown class="small" />
        </button>
        <button type="button" class="button quiet" onClick={open('weather')}>
          <WeatherIcon mood={standIn.mood} />
          Weather
        </button>
      </header>
      <main class="phone-screen">
        <PhoneChat emulator={emulator} state={state} standIn={standIn} phone={phone} />
      </main>
      {sheet.value === 'people' && (
        <Dialog title="Whose phone is it?" class="phone-sheet" close={open(null)}>
          <div class="body">
            <Intro state={state} />
            <People emulator={emulator} state={state} held={phone} chosen={open(null)} />
          </div>
        </Dialog>
      )}
      {sheet.value === 'weather' && (
        <Dialog title="Weather and traffic" class="phone-sheet" close={open(null)}>
          <div class="body">
            <WeatherPanel emulator={emulator} standIn={standIn} />
            <TrafficLog traffic={state.traffic} platform={phone.platform} />
          </div>
        </Dialog>
      )}
    </div>
  )
}

function Intro({ state }: { state: EmulatorState }) {
  return (
    <div class="phone-intro">
      <h1>Be the customer</h1>
      <p>
        Write to {state.business.name} from a pretended phone: Daybook gets it just as the phone’s platform would bring
        it, and the agents’ answers arrive here.
      </p>
      <p>
        <a href="/" target="_blank" rel="noopener">
          Open the agents’ side in a new tab
        </a>
      </p>
    </div>
  )
}
