import * as v from 'valibot'
import { downFrame, type DownFrame } from '../../shared/protocol/down.ts'
import type { UpFrame } from '../../shared/protocol/up.ts'
import { unpacked } from './unpacked.ts'

/** What we use of a `WebSocket`. */
export type Wire = Pick<WebSocket, 'send' | 'close' | 'onopen' | 'onmessage' | 'onclose' | 'onerror'>

export type Socket = { send(frame: UpFrame): void; close(): void }

type Ears = {
  onOpen(): void
  /** `null`: what came is no frame. */
  onFrame(frame: DownFrame | null): void
  /** Once, unless we closed it ourselves; nothing is heard after it. */
  onEnd(): void
}

/** One connection, read and written as frames. When it is dead, the line decides. */
export function openSocket(wire: Wire, ears: Ears): Socket {
  let isClosed = false
  let last: Promise<void> | null = null

  /** In the order they came: what is packed takes a moment. */
  function next(hear: () => void, ready?: Promise<unknown>): void {
    if (!last && !ready) return hear()
    const mine = Promise.allSettled([last, ready]).then(() => {
      if (last === mine) last = null
      if (!isClosed) hear()
    })
    last = mine
  }
  function hearPacked(packed: ArrayBuffer): void {
    let text: string | null = null
    const ready = unpacked(packed).then(it => (text = it))
    next(() => ears.onFrame(read(text)), ready)
  }
  function close(): void {
    isClosed = true
    wire.onopen = wire.onmessage = wire.onclose = wire.onerror = null
    wire.close()
  }
  function end(): void {
    close()
    ears.onEnd()
  }
  wire.onopen = () => ears.onOpen()
  wire.onmessage = ({ data }: MessageEvent<unknown>) =>
    data instanceof ArrayBuffer ? hearPacked(data) : next(() => ears.onFrame(read(data)))
  wire.onclose = wire.onerror = () => next(end)
  return { send: frame => wire.send(JSON.stringify(frame)), close }
}

function read(data: unknown): DownFrame | null {
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), downFrame), data)
  return parsed.success ? parsed.output : null
}
