import { createServer, type AddressInfo, type Socket } from 'node:net'

/*
 * A mailbox over a real socket, as much of RFC 3501 and RFC 2177 as a reader needs. It shares no code with the product,
 * and remembers every command, so that a test can see that nothing in the mailbox was touched.
 */

type Stored = { readonly uid: number; readonly at: number; readonly source: Buffer }

export type ImapStandIn = {
  readonly url: string
  /** Every command that came, without its tag; passwords as they were. */
  readonly said: readonly string[]
  /** How often somebody was let in. */
  readonly signIns: number
  /** A mail comes in, and whoever idles hears of it. Answers its UID. */
  deliver(source: string, at?: number): number
  delete(uid: number): void
  /** All numbers are new, as after a restore of the mail server. */
  renumber(): void
  changePassword(pass: string): void
  /** Cuts every line. */
  cut(): void
  isIdling(): boolean
  close(): Promise<void>
}

export async function imapStandIn(): Promise<ImapStandIn> {
  let validity = 7
  let next = 1
  let password = 'p@ss'
  let signIns = 0
  let mails: Stored[] = []
  const said: string[] = []
  const lines = new Set<Line>()

  type Line = { readonly socket: Socket; idle: string | null; told: number }

  const open = (socket: Socket) => {
    const line: Line = { socket, idle: null, told: 0 }
    lines.add(line)
    socket.on('error', () => undefined)
    socket.on('close', () => lines.delete(line))
    socket.write('* OK here\r\n')
    let rest = ''
    socket.on('data', chunk => {
      rest += chunk.toString('latin1')
      for (let end = rest.indexOf('\r\n'); end !== -1; end = rest.indexOf('\r\n')) {
        const command = rest.slice(0, end)
        rest = rest.slice(end + 2)
        hear(line, command)
      }
    })
  }

  /** What came while nobody idled is told when somebody does. */
  const tellNews = (line: Line) => {
    if (mails.length > line.told) line.socket.write(`* ${mails.length} EXISTS\r\n`)
    line.told = mails.length
  }

  const hear = (line: Line, text: string) => {
    const { socket } = line
    if (line.idle !== null) {
      if (text.toUpperCase() === 'DONE') socket.write(`${line.idle} OK done\r\n`)
      line.idle = null
      return
    }
    const [, tag = '*', command = ''] = /^(\S+) (.*)$/.exec(text) ?? []
    said.push(command)
    const verb = (/^(?:UID )?\S+/i.exec(command)?.[0] ?? '').toUpperCase()
    const ok = (...untagged: readonly string[]) =>
      socket.write([...untagged.map(one => `* ${one}`), `${tag} OK done`].map(one => `${one}\r\n`).join(''))
    switch (verb) {
      case 'CAPABILITY':
        return ok('CAPABILITY IMAP4rev1 IDLE')
      case 'LOGIN': {
        const [, user, pass] = /LOGIN "?([^" ]*)"? "?([^"]*)"?$/i.exec(command) ?? []
        if (user !== 'shop' || pass !== password) return socket.write(`${tag} NO [AUTHENTICATIONFAILED] no\r\n`)
        signIns += 1
        return ok()
      }
      case 'LIST':
      case 'LSUB':
        return ok('LIST (\\HasNoChildren) "/" INBOX')
      case 'SELECT':
      case 'EXAMINE':
        line.told = mails.length
        return socket.write(
          `* FLAGS (\\Seen)\r\n* ${mails.length} EXISTS\r\n* 0 RECENT\r\n* OK [UIDVALIDITY ${validity}] x\r\n` +
            `* OK [UIDNEXT ${next}] x\r\n${tag} OK [READ-ONLY] done\r\n`
        )
      case 'UID FETCH':
        return fetch(socket, tag, command)
      case 'IDLE':
        line.idle = tag
        socket.write('+ idling\r\n')
        return tellNews(line)
      case 'NOOP':
        return ok()
      case 'LOGOUT':
        ok('BYE bye')
        return socket.end()
      default:
        return socket.write(`${tag} BAD what?\r\n`)
    }
  }

  const fetch = (socket: Socket, tag: string, command: string) => {
    const [, from = '1', , to] = /FETCH (\d+)(:(\d+|\*))? /i.exec(command) ?? []
    const last = mails.at(-1)?.uid ?? 0
    const upTo = to === undefined ? Number(from) : to === '*' ? Infinity : Number(to)
    // RFC 3501, 6.4.8: `n:*` always includes the last message, also when n is above it.
    const asked = mails.filter(({ uid }) => (uid >= Number(from) && uid <= upTo) || (to === '*' && uid === last))
    for (const [n, { uid, at, source }] of mails.entries()) {
      if (!asked.some(one => one.uid === uid)) continue
      socket.write(`* ${n + 1} FETCH (UID ${uid} INTERNALDATE "${imapDate(at)}"`)
      const body = /BODY(?:\.PEEK)?\[\](<\d+\.\d+>)?/i.exec(command)
      if (body) {
        socket.write(` BODY[]${body[1] ? '<0>' : ''} {${source.length}}\r\n`)
        socket.write(source)
      }
      socket.write(')\r\n')
    }
    socket.write(`${tag} OK done\r\n`)
  }

  const server = createServer(open)
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `imap://shop:p%40ss@127.0.0.1:${port}?tls=none`,
    said,
    get signIns() {
      return signIns
    },
    deliver(source, at = Date.now()) {
      const uid = next++
      mails.push({ uid, at, source: Buffer.from(source, 'latin1') })
      for (const line of lines) if (line.idle !== null) tellNews(line)
      return uid
    },
    delete(uid) {
      mails = mails.filter(one => one.uid !== uid)
    },
    renumber() {
      validity += 1
      mails = mails.map((one, n) => ({ ...one, uid: n + 1 }))
      next = mails.length + 1
    },
    changePassword(pass) {
      password = pass
    },
    cut() {
      for (const { socket } of lines) socket.destroy()
    },
    isIdling: () => [...lines].some(({ idle }) => idle !== null),
    close() {
      for (const { socket } of lines) socket.destroy()
      return new Promise(resolve => server.close(() => resolve()))
    }
  }
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** `25-Nov-2026 10:00:00 +0000`: whole seconds. */
function imapDate(at: number): string {
  const date = new Date(at)
  const [day, time] = [date.toISOString().slice(8, 10), date.toISOString().slice(11, 19)]
  return `${day}-${months[date.getUTCMonth()]}-${date.getUTCFullYear()} ${time} +0000`
}
