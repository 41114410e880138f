import type { Socket } from 'node:net'

/** One command as it came: its text, with `{n}` where a literal of n bytes stood, and those literals, a byte a character. */
export type Command = { readonly text: string; readonly literals: readonly string[] }

const longestLine = 65_536
const longestLiteral = 60 * 1024 * 1024

/** Reads commands off a line. A literal is asked for before it comes (RFC 3501, 4.3). */
export function readCommands(socket: Socket, hear: (command: Command) => void): void {
  let rest = ''
  let text = ''
  let literals: string[] = []
  /** How many bytes of a literal are still to come. */
  let wanting: number | null = null
  const step = (): boolean => {
    if (wanting !== null) {
      if (rest.length < wanting) return false
      literals.push(rest.slice(0, wanting))
      rest = rest.slice(wanting)
      wanting = null
    }
    const end = rest.indexOf('\r\n')
    if (end === -1) {
      if (rest.length > longestLine) socket.destroy()
      return false
    }
    const more = rest.slice(0, end)
    text += more
    rest = rest.slice(end + 2)
    const [, size] = /\{(\d{1,9})\+?\}$/.exec(more) ?? []
    if (size !== undefined) {
      wanting = Number(size)
      if (wanting > longestLiteral) socket.destroy()
      else socket.write('+ go on\r\n')
      return !socket.destroyed
    }
    const command = { text, literals }
    text = ''
    literals = []
    hear(command)
    return true
  }
  socket.on('data', (chunk: Buffer) => {
    rest += chunk.toString('latin1')
    while (step()) continue
  })
}

/** The words of a command: atoms, "quoted", (lists) and literals. */
export function wordsIn({ text, literals }: Command): readonly string[] {
  let taken = 0
  return [...text.matchAll(/"((?:[^"\\]|\\.)*)"|\{\d+\+?\}|\([^)]*\)|[^\s"]+/g)].map(([word, quoted]) => {
    if (quoted !== undefined) return quoted.replaceAll(/\\(.)/g, '$1')
    return /^\{\d+\+?\}$/.test(word) ? (literals[taken++] ?? '') : word
  })
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** `25-Nov-2026 10:00:00 +0000`: whole seconds. */
export function imapDate(at: number): string {
  const date = new Date(at)
  const [day, time] = [date.toISOString().slice(8, 10), date.toISOString().slice(11, 19)]
  return `${day}-${months[date.getUTCMonth()]}-${date.getUTCFullYear()} ${time} +0000`
}
