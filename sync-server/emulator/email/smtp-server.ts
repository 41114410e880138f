import type { Socket } from 'node:net'
import { listenHere, type Loopback } from './loopback.ts'
import { collectLetter, mostBytes } from './smtp-letter.ts'
import { tokenIn, tokenRefused } from './token.ts'

/*
 * A server that takes mail to bring it on: as much of RFC 5321 and RFC 4954 (AUTH PLAIN) as whoever submits a message
 * needs. It shares no code with who speaks to it.
 */

export type Taken = { readonly from: string; readonly to: readonly string[]; readonly source: Buffer }

/** Where it may say something else than yes. */
export type Moment = 'greeting' | 'sign-in' | 'recipient' | 'message'

/** `550 5.1.1 No such user`. `null`: the line breaks without a word. `undefined`: yes. */
export type Word = string | null | undefined

export type SmtpParts = {
  readonly letsIn: (user: string, pass: string) => boolean
  /** By a token instead of a password (XOAUTH2). Absent: it knows no such thing. */
  readonly letsInWith?: (user: string, token: string) => boolean
  readonly says?: (moment: Moment, mail: Taken) => Word | Promise<Word>
}

const longestLine = 65_536
const nothing: Buffer = Buffer.alloc(0)

export function openSmtp(parts: SmtpParts): Promise<Loopback> {
  return listenHere(socket => {
    const letter = collectLetter(socket)
    const talk = talkOver(parts, socket, letter.begin)
    let rest = ''
    let turn: Promise<unknown> = talk.begin()
    const next = (what: () => Promise<void>) => {
      turn = turn.then(what).catch(() => socket.destroy())
    }
    socket.on('data', (chunk: Buffer) => {
      if (letter.isOn()) {
        const whole = letter.more(chunk)
        if (whole) next(() => talk.end(whole))
        return
      }
      rest += chunk.toString('latin1')
      if (rest.length > longestLine) return void socket.destroy()
      for (let end = rest.indexOf('\r\n'); end !== -1; end = rest.indexOf('\r\n')) {
        const command = rest.slice(0, end)
        rest = rest.slice(end + 2)
        next(() => talk.hear(command))
      }
    })
  })
}

/** What is said to who shows a wrong password, or a wrong token. `null`: they are let in. */
function whyShut({ letsIn, letsInWith }: SmtpParts, words: string): string | null {
  const [, how = '', proof = ''] = /^(PLAIN|XOAUTH2)\s+(\S+)$/i.exec(words) ?? []
  if (how.toUpperCase() === 'XOAUTH2' && letsInWith) {
    const { user, token } = tokenIn(proof)
    return letsInWith(user, token) ? null : `334 ${tokenRefused}`
  }
  const [, user = '', pass = ''] = Buffer.from(proof, 'base64').toString().split('\0')
  return letsIn(user, pass) ? null : '535 5.7.8 Invalid login'
}

const waysIn = ({ letsInWith }: SmtpParts) => (letsInWith ? 'PLAIN XOAUTH2' : 'PLAIN')

/** What one who speaks to it may say, in its order. */
function talkOver(parts: SmtpParts, socket: Socket, beginLetter: () => void) {
  let isIn = false
  let refused: string | null = null
  let from: string | null = null
  let to: string[] = []

  const answer = (words: string) => void (socket.writable && socket.write(`${words}\r\n`))
  /** Says yes, unless there is something else to say. Answers whether it was yes. */
  const or = async (moment: Moment, yes: string, source = nothing) => {
    const word = await parts.says?.(moment, { from: from ?? '', to, source })
    if (word === null) socket.destroy()
    else answer(word ?? yes)
    if (word?.startsWith('421')) socket.end()
    return word === undefined
  }
  const forget = () => {
    from = null
    to = []
  }
  const commands: Readonly<Record<string, (words: string) => unknown>> = {
    EHLO: () => answer(`250-here\r\n250-AUTH ${waysIn(parts)}\r\n250-8BITMIME\r\n250 SIZE ${mostBytes}`),
    NOOP: () => answer('250 fine'),
    RSET: () => (forget(), answer('250 fine')),
    QUIT: () => (answer('221 bye'), socket.end()),
    async AUTH(words) {
      refused = whyShut(parts, words)
      if (refused) return answer(refused)
      isIn = await or('sign-in', '235 2.7.0 in')
    },
    MAIL(words) {
      if (!isIn) return answer('530 5.7.0 Sign in first')
      if (Number(/\sSIZE=(\d+)/i.exec(words)?.[1] ?? 0) > mostBytes) return answer('552 5.3.4 Too large')
      from = /<([^>]*)>/.exec(words)?.[1] ?? ''
      to = []
      answer('250 2.1.0 fine')
    },
    async RCPT(words) {
      const [, address] = /^TO:\s*<([^<>\s]+@[^<>\s]+)>/i.exec(words) ?? []
      if (from === null) return answer('503 5.5.1 From whom?')
      if (address === undefined) return answer('553 5.1.3 That is no address')
      to.push(address)
      if (!(await or('recipient', '250 2.1.5 fine'))) to.pop()
    },
    DATA() {
      if (to.length === 0) return answer('503 5.5.1 To whom?')
      beginLetter()
      answer('354 go on')
    }
  }
  return {
    begin: () => or('greeting', '220 here'),
    async hear(command: string) {
      // That a token is not taken is over once it was answered with nothing.
      if (command === '' && refused?.startsWith('334')) return answer('535 5.7.8 Username and password not accepted')
      const [, verb = '', words = ''] = /^(\S+)\s*(.*)$/.exec(command) ?? []
      await (commands[verb.toUpperCase()] ?? (() => answer('500 5.5.1 what?')))(words)
    },
    async end(source: Buffer) {
      await or('message', '250 2.0.0 taken', source)
      forget()
    }
  }
}
