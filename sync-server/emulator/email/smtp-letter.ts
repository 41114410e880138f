import type { Socket } from 'node:net'

export const mostBytes = 25 * 1024 * 1024

/** The message behind DATA: up to a line with a dot alone; other lines that begin with one have another before it. */
export function collectLetter(socket: Socket) {
  let parts: string[] | null = null
  /** Its last bytes, to see its end: nobody says anything behind that before it is answered. */
  let tail = ''
  let bytes = 0
  return {
    isOn: () => parts !== null,
    begin() {
      parts = []
      tail = '\r\n'
      bytes = 0
    },
    /** Answers all of it once it has ended. */
    more(chunk: Buffer): Buffer | undefined {
      const text = chunk.toString('latin1')
      bytes += text.length
      if (bytes > mostBytes * 1.1) return void socket.destroy()
      parts?.push(text)
      tail = (tail + text).slice(-5)
      if (tail !== '\r\n.\r\n') return undefined
      const whole = (parts ?? []).join('').slice(0, -3)
      parts = null
      return Buffer.from(whole.replace(/(^|\r\n)\.\./g, '$1.'), 'latin1')
    }
  }
}
