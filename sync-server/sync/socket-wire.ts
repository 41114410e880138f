import type { Socket } from 'node:net'
import type { WebSocket } from 'ws'
import type { Outgoing } from './engine/outgoing.ts'
import type { Wire } from './wire.ts'

const goneAfterMs = 2000

/**
 * A websocket, and the connection under it. Frames go to the connection ready made, because the same one goes to
 * many: `ws` would make its head anew for each, which costs more than all else (F1).
 */
export function wireOver(socket: WebSocket, connection: Socket): Wire {
  return {
    send(frame) {
      // A socket that is closing takes no more; its `close` event comes anyway.
      if (socket.readyState === socket.OPEN && connection.writable) connection.write(prepared(frame))
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

const known = new WeakMap<Outgoing, Buffer>()

function prepared(frame: Outgoing): Buffer {
  const before = known.get(frame)
  if (before) return before
  const made = textFrame(frame)
  known.set(frame, made)
  return made
}

/** RFC 6455, section 5.2: a whole text message in one frame, not masked, as a server sends it. */
function textFrame({ text, bytes }: Outgoing): Buffer {
  const head = bytes < 126 ? 2 : bytes < 65_536 ? 4 : 10
  const frame = Buffer.allocUnsafe(head + bytes)
  frame[0] = 0x81
  frame[1] = head === 2 ? bytes : head === 4 ? 126 : 127
  if (head === 4) frame.writeUInt16BE(bytes, 2)
  if (head === 10) frame.writeBigUInt64BE(BigInt(bytes), 2)
  frame.write(text, head)
  return frame
}
