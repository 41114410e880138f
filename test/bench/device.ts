import { randomUUID } from 'node:crypto'
import { WebSocket } from 'ws'
import type { DownFrame } from '../../shared/protocol/down.ts'
import { protocolVersion } from '../../shared/protocol/version.ts'

type Frame<T extends DownFrame['type']> = Extract<DownFrame, { type: T }>

export type Device = {
  readonly streams: readonly string[]
  readonly bytes: number
  push(command: { id: string; type: string }): void
  close(): void
}

export type Listening = {
  acked?(command: string): void
  heard?(cause: string): void
}

/** An agent's device that keeps nothing: how fast the server and the wire are, without a browser. Answers when it is up to date. */
export async function device(url: string, cookie: string, { acked, heard }: Listening = {}): Promise<Device> {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/sync`, { headers: { cookie }, origin: url })
  const streams: string[] = []
  let bytes = 0
  let n = 0
  const said = (frame: object) => socket.send(JSON.stringify(frame))
  await new Promise<void>((resolve, reject) => {
    const on = {
      events: (frame: Frame<'events'>) => frame.events.forEach(event => heard?.(event.fact.cause)),
      acks: (frame: Frame<'acks'>) =>
        frame.acks.forEach(({ command, refusal }) => {
          if (refusal) throw new Error(`refused: ${refusal.reason}`)
          acked?.(command ?? '')
        }),
      snapshot: (frame: Frame<'snapshot'>) => {
        streams.push(...frame.streams.map(one => one.stream))
        if (frame.last) resolve()
      }
    }
    socket.on('open', () => said({ type: 'hello', protocol: protocolVersion, client: randomUUID(), cursor: null }))
    socket.on('message', (data: Buffer) => {
      bytes += data.length
      const frame = JSON.parse(data.toString()) as DownFrame
      if (frame.type === 'events') on.events(frame)
      else if (frame.type === 'acks') on.acks(frame)
      else if (frame.type === 'snapshot') on.snapshot(frame)
      else if (frame.type !== 'welcome') reject(new Error(`the server said ${data.toString()}`))
    })
    socket.on('error', reject)
  })
  return {
    streams,
    get bytes() {
      return bytes
    },
    push: command => said({ type: 'push', items: [{ n: ++n, after: null, command }] }),
    close: () => socket.terminate()
  }
}
