import * as v from 'valibot'
import { downFrame, type DownFrame } from '../../shared/protocol/down.ts'
import type { UpFrame } from '../../shared/protocol/up.ts'

/** What we use of a `WebSocket`. */
export type Wire = Pick<WebSocket, 'send' | 'close' | 'onopen' | 'onmessage' | 'onclose' | 'onerror'>

export type Patience = {
  /** How long after the server's last sign of life we ask for one. */
  readonly pingAfterMs: number
  /** How long we wait for the answer, or for the socket to open. */
  readonly deadAfterMs: number
}
export const patience: Patience = { pingAfterMs: 15_000, deadAfterMs: 10_000 }

export type Socket = {
  send(frame: UpFrame): void
  /** Asks for a sign of life at once: the device may have slept. */
  probe(): void
  close(): void
}

type Ears = {
  onOpen(): void
  onFrame(frame: DownFrame): void
  /** Once, whatever the reason; nothing is heard after it. */
  onEnd(): void
}

/** One connection. A silent socket is a dead one, whatever the browser says; so is one that talks nonsense. */
export function openSocket(wire: Wire, ears: Ears, { pingAfterMs, deadAfterMs }: Patience = patience): Socket {
  let timer = setTimeout(end, deadAfterMs)
  let open = false
  let ended = false

  function end(): void {
    if (ended) return
    ended = true
    clearTimeout(timer)
    wire.onopen = wire.onmessage = wire.onclose = wire.onerror = null
    wire.close()
    ears.onEnd()
  }
  function heard(): void {
    clearTimeout(timer)
    timer = setTimeout(probe, pingAfterMs)
  }
  function probe(): void {
    if (ended || !open) return
    clearTimeout(timer)
    timer = setTimeout(end, deadAfterMs)
    wire.send(JSON.stringify({ type: 'ping' }))
  }

  wire.onopen = () => {
    open = true
    heard()
    ears.onOpen()
  }
  wire.onmessage = message => {
    const frame = read(message.data)
    if (!frame) return end()
    heard()
    ears.onFrame(frame)
  }
  wire.onclose = end
  wire.onerror = end

  return {
    send(frame) {
      if (!ended) wire.send(JSON.stringify(frame))
    },
    probe,
    close: end
  }
}

function read(data: unknown): DownFrame | null {
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), downFrame), data)
  return parsed.success ? parsed.output : null
}
