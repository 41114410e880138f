import { signal } from '@preact/signals'
import * as v from 'valibot'
import { chatDown, type ChatDown, type ChatUp } from '../../shared/protocol/webchat.ts'
import { waitMs } from './backoff.ts'

/** `outdated`: the server said something this page cannot read; only a reload helps. `gone`: there is no such chat. */
export type ConnectionState = 'connecting' | 'open' | 'away' | 'outdated' | 'gone'

/** What of a `WebSocket` we use. */
export type Socket = Pick<WebSocket, 'send' | 'close' | 'addEventListener'>

export type Ends = {
  open(): Socket
  hello(): ChatUp
  heard(frame: ChatDown): void
  /** In [0, 1). */
  chance(): number
}

const pingEveryMs = 20_000
/** A server that says nothing for this long is gone, whatever the browser thinks of the network. */
const patienceMs = 8_000

const frame = v.pipe(v.string(), v.parseJson(), chatDown)

type Timer = ReturnType<typeof setTimeout> | undefined

/** One socket to the server for as long as the page lives: a heartbeat, and a new socket after every cut (R2). */
export class Connection {
  readonly state = signal<ConnectionState>('connecting')
  readonly #ends: Ends
  #socket: Socket | null = null
  #deaf = new AbortController()
  #attempt = 0
  #wasWelcome = false
  #again: Timer
  #beat: Timer

  constructor(ends: Ends) {
    this.#ends = ends
  }

  /** False when there is nobody to hear it: say it again after the next `welcome`. */
  say(up: ChatUp): boolean {
    if (this.state.peek() !== 'open' || !this.#socket) return false
    this.#socket.send(JSON.stringify(up))
    return true
  }

  /** Hangs up, if need be, and begins again from `hello`. */
  begin(): void {
    this.#drop()
    if (this.state.peek() !== 'away') this.state.value = 'connecting'
    const socket = this.#ends.open()
    this.#socket = socket
    this.#beat = setTimeout(() => this.#lost(), patienceMs)
    this.#deaf = new AbortController()
    const { signal } = this.#deaf
    socket.addEventListener('open', () => socket.send(JSON.stringify(this.#ends.hello())), { signal })
    socket.addEventListener('message', ({ data }) => this.#hear(data), { signal })
    socket.addEventListener('close', () => this.#lost(), { signal })
  }

  /** The network may have changed: if away, try now; if open, make sure. */
  wake(): void {
    if (this.state.peek() === 'away') this.begin()
    else if (this.state.peek() === 'open') this.#check()
  }

  /** The address says that there is no such chat. It may say so late, and of a server that was just starting. */
  gone(): void {
    if (!this.#wasWelcome) this.#end('gone')
  }

  /** For good: nobody comes back by itself. */
  #end(why: 'outdated' | 'gone'): void {
    this.#drop()
    this.state.value = why
  }

  #hear(data: unknown): void {
    const read = v.safeParse(frame, data)
    if (!read.success) return this.#end('outdated')
    clearTimeout(this.#beat)
    this.#beat = setTimeout(() => this.#check(), pingEveryMs)
    if (read.output.type === 'welcome') {
      this.#attempt = 0
      this.#wasWelcome = true
      this.state.value = 'open'
    }
    if (read.output.type === 'bye') this.#lost(read.output.comeBackAfterMs)
    this.#ends.heard(read.output)
  }

  #check(): void {
    clearTimeout(this.#beat)
    this.#beat = setTimeout(() => this.#lost(), patienceMs)
    this.say({ type: 'ping' })
  }

  #lost(atLeastMs = 0): void {
    this.#drop()
    this.state.value = 'away'
    const afterMs = atLeastMs + waitMs(this.#attempt++, this.#ends.chance())
    this.#again = setTimeout(() => this.begin(), afterMs)
  }

  #drop(): void {
    clearTimeout(this.#again)
    clearTimeout(this.#beat)
    // A socket that is still opening, or dying slowly, must not speak up after its successor.
    this.#deaf.abort()
    this.#socket?.close()
    this.#socket = null
  }
}
