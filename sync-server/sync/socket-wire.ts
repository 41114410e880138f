import type { Socket } from 'node:net'
import { deflateRawSync } from 'node:zlib'
import type { WebSocket } from 'ws'
import type { Outgoing } from './engine/outgoing.ts'
import type { Wire } from './wire.ts'

const goneAfterMs = 2000

/**
 * A websocket, and the connection under it. Frames go to the connection ready made, because the same one goes to
 * many: `ws` would make its head anew for each, which costs more than all else (F1). `unpacks`: `protocol/packed.ts`.
 */
export function wireOver(socket: WebSocket, connection: Socket, unpacks: boolean): Wire {
  return {
    send(frame) {
      // A socket that is closing takes no more; its `close` event comes anyway.
      if (socket.readyState === socket.OPEN && connection.writable) connection.write(prepared(frame, unpacks))
    },
    waiting: () => connection.writableLength,
    // Not with each write: most sockets take all they are given at once.
    onTaken: listener => void connection.on('drain', listener),
    pause: () => socket.pause(),
    resume: () => socket.resume(),
    close() {
      socket.close(1000)
      setTimeout(() => socket.terminate(), goneAfterMs).unref()
    },
    cut: () => socket.terminate()
  }
}

/** Bytes. What is told all day is shorter. These are pasts and what was missed, and go in a fifth of it. */
const packedFrom = 8192

type Prepared = WeakMap<Outgoing, Buffer>
const plain: Prepared = new WeakMap()
const packed: Prepared = new WeakMap()

function prepared(frame: Outgoing, unpacks: boolean): Buffer {
  const isPacked = unpacks && frame.bytes >= packedFrom
  const known = isPacked ? packed : plain
  const before = known.get(frame)
  if (before) return before
  const made = isPacked ? binaryFrame(deflateRawSync(frame.text, { level: 1 })) : textFrame(frame)
  known.set(frame, made)
  return made
}

function textFrame({ text, bytes }: Outgoing): Buffer {
  const { frame, head } = emptyFrame(0x81, bytes)
  frame.write(text, head)
  return frame
}

function binaryFrame(payload: Buffer): Buffer {
  const { frame, head } = emptyFrame(0x82, payload.length)
  payload.copy(frame, head)
  return frame
}

/** RFC 6455, section 5.2: a whole message in one frame, not masked, as a server sends it. */
function emptyFrame(kind: number, bytes: number): { frame: Buffer; head: number } {
  const head = bytes < 126 ? 2 : bytes < 65_536 ? 4 : 10
  const frame = Buffer.allocUnsafe(head + bytes)
  frame[0] = kind
  frame[1] = head === 2 ? bytes : head === 4 ? 126 : 127
  if (head === 4) frame.writeUInt16BE(bytes, 2)
  if (head === 10) frame.writeBigUInt64BE(BigInt(bytes), 2)
  return { frame, head }
}
