import { randomBytes } from 'node:crypto'
import { connect, type Socket } from 'node:net'

export type Frame = string | Uint8Array

export type RawSocket = {
  /** What the server has sent, with the heads of its frames. */
  readonly bytes: number
  send(frame: Frame): void
  close(): void
}

export type Hearing = {
  opened(): void
  heard(payload: Buffer): void
  /** It was not we who closed it. */
  lost(why: string): void
}

/**
 * A websocket that does as little as one can, the same for every server: thousands in one process must not be what is
 * measured. It answers pings, joins what was fragmented, and offers no compression.
 */
export function openSocket(url: string, headers: Readonly<Record<string, string>>, hearing: Hearing): RawSocket {
  const { hostname, port, pathname, search, host } = new URL(url)
  const socket = connect(Number(port), hostname)
  let [bytes, isOpen, isOver] = [0, false, false]
  let rest: Buffer = Buffer.alloc(0)
  let parts: Buffer[] = []
  const lost = (why: string) => {
    if (isOver) return
    isOver = true
    socket.destroy()
    hearing.lost(why)
  }
  const frame = (code: number, isLast: boolean, payload: Buffer) => {
    if (code === 8) return lost(`closed: ${payload.subarray(2).toString() || payload.toString('hex')}`)
    if (code === 9) return void socket.write(masked(0x8a, payload))
    if (code === 10) return
    if (!isLast || code === 0) parts.push(payload)
    if (!isLast) return
    const whole = code === 0 ? Buffer.concat(parts) : payload
    parts = []
    hearing.heard(whole)
  }
  socket.setNoDelay(true)
  socket.on('connect', () => {
    const all = { ...headers, host, upgrade: 'websocket', connection: 'Upgrade', 'sec-websocket-version': '13' }
    const lines = Object.entries({ ...all, 'sec-websocket-key': randomBytes(16).toString('base64') })
    socket.write(`GET ${pathname}${search} HTTP/1.1\r\n${lines.map(line => line.join(': ')).join('\r\n')}\r\n\r\n`)
  })
  socket.on('data', (chunk: Buffer) => {
    let data = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk
    if (!isOpen) {
      const end = data.indexOf('\r\n\r\n')
      if (end < 0) return void (rest = data)
      const head = data.toString('latin1', 0, end)
      if (!head.startsWith('HTTP/1.1 101')) return lost(head.split('\r\n')[0] ?? 'refused')
      isOpen = true
      hearing.opened()
      data = data.subarray(end + 4)
    }
    bytes += chunk.length
    rest = takeFrames(data, (...one) => isOver || frame(...one))
  })
  socket.on('error', error => lost(error.message))
  socket.on('close', () => lost('the connection ended'))
  return {
    get bytes() {
      return bytes
    },
    send: frame => isOver || sendFrame(socket, frame),
    close() {
      isOver = true
      socket.destroy()
    }
  }
}

/** RFC 6455, section 5.2, as a server sends it: not masked. Answers what is not whole yet. */
function takeFrames(data: Buffer, take: (code: number, isLast: boolean, payload: Buffer) => void): Buffer {
  let at = 0
  while (data.length - at >= 2) {
    const first = data[at] ?? 0
    let length = (data[at + 1] ?? 0) & 0x7f
    let start = at + 2
    if (length === 126) {
      if (data.length < start + 2) break
      length = data.readUInt16BE(start)
      start += 2
    } else if (length === 127) {
      if (data.length < start + 8) break
      length = Number(data.readBigUInt64BE(start))
      start += 8
    }
    if (data.length < start + length) break
    at = start + length
    take(first & 0x0f, first >= 0x80, data.subarray(start, at))
  }
  return data.subarray(at)
}

function sendFrame(socket: Socket, frame: Frame): void {
  socket.write(typeof frame === 'string' ? masked(0x81, Buffer.from(frame)) : masked(0x82, frame))
}

/** With the mask of zeros, which changes nothing and is allowed. */
function masked(first: number, payload: Uint8Array): Buffer {
  const { length } = payload
  const head = Buffer.alloc((length < 126 ? 2 : length < 65_536 ? 4 : 10) + 4)
  head[0] = first
  head[1] = 0x80 | (length < 126 ? length : length < 65_536 ? 126 : 127)
  if (length >= 65_536) head.writeBigUInt64BE(BigInt(length), 2)
  else if (length >= 126) head.writeUInt16BE(length, 2)
  return Buffer.concat([head, payload])
}
