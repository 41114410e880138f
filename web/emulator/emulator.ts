import { computed, signal } from '@preact/signals'
import * as v from 'valibot'
import {
  emulatorNews,
  mood,
  phone,
  phoneMessage,
  type EmulatorNews,
  type EmulatorState,
  type Mood,
  type Phone,
  type PhoneChange,
  type PhoneSays,
  type StandInState
} from '../../shared/protocol/emulator.ts'
import { happened, keyOf } from './happened.ts'

const base = '/emulator'
const againAfterMs = 2_000

const news = v.pipe(v.string(), v.parseJson(), emulatorNews)
const mistake = v.object({ error: v.string() })

function pathOf({ platform, id }: Phone): string {
  return `/phones/${platform}/${encodeURIComponent(id)}`
}

/** This page's end of the pretended platforms: what it shows now, and what its visitor does to them. */
export class Emulator {
  readonly state = signal<EmulatorState | null>(null)
  /** The emulator answers. */
  readonly alive = signal(true)
  readonly problem = signal<string | null>(null)
  readonly #chosen = signal<string | null>(null)
  readonly phone = computed(() => {
    const phones = this.state.value?.phones ?? []
    return phones.find(phone => keyOf(phone) === this.#chosen.value) ?? phones[0] ?? null
  })

  /** The platform of the phone that is held. */
  readonly standIn = computed(() => {
    const platform = this.phone.value?.platform
    return this.state.value?.standIns.find(one => one.platform === platform) ?? null
  })

  constructor(chosen: string | null) {
    this.#chosen.value = chosen
  }

  listen(): void {
    const events = new EventSource(`${base}/events`)
    events.addEventListener('message', ({ data }) => {
      const read = v.safeParse(news, data)
      this.problem.value = read.success ? null : 'This page is out of date. Load it again.'
      if (read.success) this.#heard(read.output)
    })
    events.addEventListener('error', () => {
      this.alive.value = false
      // The browser gives up after an answer that is no stream, such as a proxy's apology for a server that starts.
      if (events.readyState === EventSource.CLOSED) setTimeout(() => this.listen(), againAfterMs)
    })
  }

  choose(held: Phone): void {
    // Keep holding the same phone, even when another moves to the top of the list.
    this.#chosen.value = keyOf(held)
    history.replaceState(null, '', `#${keyOf(held)}`)
  }

  async say(held: Phone, says: PhoneSays): Promise<boolean> {
    return (await this.#post(`${pathOf(held)}/say`, says, phoneMessage)) !== null
  }

  async changeSaid(held: Phone, change: PhoneChange): Promise<boolean> {
    return (await this.#post(`${pathOf(held)}/change`, change, phoneMessage)) !== null
  }

  async meet(platform: string, name: string): Promise<void> {
    const met = await this.#post('/phones', { platform, name }, phone)
    if (!met) return
    this.#heard({ type: 'phone', phone: met })
    this.choose(met)
  }

  async look(held: Phone): Promise<void> {
    await this.#post(`${pathOf(held)}/open`, {}, v.unknown())
  }

  async change({ platform }: Pick<StandInState, 'platform'>, change: Partial<Mood>): Promise<void> {
    const changed = await this.#post(`/mood/${platform}`, change, mood)
    if (changed) this.#heard({ type: 'mood', platform, mood: changed })
  }

  #heard(said: EmulatorNews): void {
    this.alive.value = true
    const before = this.state.peek()
    if (said.type === 'state') this.state.value = said.state
    else if (before) this.state.value = happened(before, said)
    const held = this.phone.peek()
    if (held && this.#chosen.peek() !== keyOf(held)) this.choose(held)
  }

  /** `null` when it did not work; why is then in `problem`. */
  async #post<T>(path: string, body: unknown, schema: v.GenericSchema<unknown, T>): Promise<T | null> {
    this.problem.value = null
    try {
      const answer = await fetch(base + path, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body)
      })
      const said: unknown = answer.status === 204 ? null : await answer.json()
      if (answer.ok) return v.parse(schema, said)
      this.problem.value = v.is(mistake, said) ? said.error : `The emulator answered ${answer.status}.`
    } catch {
      this.problem.value = 'The emulator did not answer. Is Daybook running?'
    }
    return null
  }
}
