import type { Socket } from 'node:net'
import type { Folder, Kept } from './folder.ts'
import { imapDate, readCommands, wordsIn, type Command } from './imap-wire.ts'
import { listenHere, type Loopback } from './loopback.ts'
import { tokenIn, tokenRefused } from './token.ts'

/*
 * A mailbox over a real socket: as much of RFC 3501, RFC 2177 (IDLE) and RFC 6154 (what a folder is for) as a program
 * needs that reads an inbox and keeps copies. It shares no code with who speaks to it.
 */

export type ImapParts = {
  /** The first is the inbox. */
  readonly folders: readonly Folder[]
  readonly letsIn: (user: string, pass: string) => boolean
  /** By a token instead of a password (XOAUTH2). Absent: it knows no such thing. */
  readonly letsInWith?: (user: string, token: string) => boolean
  /** Hangs up on whoever comes. */
  readonly isDown?: () => boolean
  /** Every command that came, without its tag. */
  readonly heard?: (command: string) => void
  /** Somebody looks into the inbox, and knows of what was there before. */
  readonly opened?: () => void
  /** Somebody has put this into a folder. */
  readonly kept?: (folder: Folder, source: Buffer) => void
  /** Somebody has read this mail of the inbox, whole. */
  readonly fetched?: (mail: Kept) => void
}

export type ImapServer = Loopback & {
  /** Something came into the inbox: who idles hears of it. */
  tellNews(): void
  isIdling(): boolean
}

type Line = {
  readonly socket: Socket
  isIn: boolean
  selected: Folder | undefined
  /** The tag of the IDLE that is on. */
  idle: string | null
  /** The tag of the sign-in with a token that is on, and whether it was told no already. */
  proving: { readonly tag: string; readonly isRefused: boolean } | null
  /** How many mails whoever is there knows of. */
  told: number
}

export async function openImap(parts: ImapParts): Promise<ImapServer> {
  const lines = new Set<Line>()
  const server = await listenHere(socket => {
    if (parts.isDown?.()) return void socket.end('* BYE not now\r\n')
    const line: Line = { socket, isIn: false, selected: undefined, idle: null, proving: null, told: 0 }
    lines.add(line)
    socket.on('close', () => lines.delete(line))
    socket.write('* OK here\r\n')
    readCommands(socket, command => hear(parts, line, command))
  })
  return {
    ...server,
    tellNews() {
      for (const line of lines) if (line.idle !== null) news(line)
    },
    isIdling: () => [...lines].some(({ idle }) => idle !== null)
  }
}

/** What came while nobody idled is told when somebody does. */
function news(line: Line): void {
  const count = line.selected?.mails().length ?? 0
  if (count > line.told) line.socket.write(`* ${count} EXISTS\r\n`)
  line.told = count
}

function hear(parts: ImapParts, line: Line, command: Command): void {
  const { socket } = line
  if (line.idle !== null) {
    if (command.text.toUpperCase() === 'DONE') socket.write(`${line.idle} OK done\r\n`)
    line.idle = null
    return
  }
  if (line.proving !== null) return prove(parts, line, line.proving, command.text)
  const [tag = '*', ...words] = wordsIn(command)
  parts.heard?.(command.text.slice(tag.length + 1))
  const say = (result: string, ...untagged: readonly string[]) =>
    void socket.write([...untagged.map(one => `* ${one}`), `${tag} ${result}`].map(one => `${one}\r\n`).join(''))
  const verb = words[0]?.toUpperCase() ?? ''
  switch (verb) {
    case 'CAPABILITY':
      return say('OK done', `CAPABILITY IMAP4rev1 IDLE SPECIAL-USE${parts.letsInWith ? ' AUTH=XOAUTH2' : ''}`)
    case 'NOOP':
      return say('OK done')
    case 'LOGOUT':
      say('OK done', 'BYE bye')
      return void socket.end()
    case 'AUTHENTICATE':
      if (!parts.letsInWith || words[1]?.toUpperCase() !== 'XOAUTH2') return say('NO there is no such way in')
      line.proving = { tag, isRefused: false }
      return void socket.write('+ \r\n')
    case 'LOGIN':
      line.isIn = parts.letsIn(words[1] ?? '', words[2] ?? '')
      return say(line.isIn ? 'OK in' : 'NO [AUTHENTICATIONFAILED] no')
    default:
      return line.isIn ? hearInside(parts, line, { tag, verb, words, command }, say) : say('BAD sign in first')
  }
}

/** A no is told with its reason, and is over once that was answered with nothing. */
function prove({ letsInWith }: ImapParts, line: Line, { tag, isRefused }: NonNullable<Line['proving']>, text: string) {
  const { user, token } = tokenIn(text)
  if (isRefused || letsInWith?.(user, token)) {
    line.isIn = !isRefused
    line.proving = null
    return void line.socket.write(isRefused ? `${tag} NO [AUTHENTICATIONFAILED] no\r\n` : `${tag} OK in\r\n`)
  }
  line.proving = { tag, isRefused: true }
  line.socket.write(`+ ${tokenRefused}\r\n`)
}

type Heard = {
  readonly tag: string
  readonly verb: string
  readonly words: readonly string[]
  readonly command: Command
}
type Say = (result: string, ...untagged: readonly string[]) => void

function hearInside(parts: ImapParts, line: Line, { tag, verb, words, command }: Heard, say: Say): void {
  const { folders } = parts
  const named = (name: string | undefined) => folders.find(one => one.name.toLowerCase() === name?.toLowerCase())
  switch (verb) {
    case 'LIST':
    case 'LSUB':
      return say('OK done', ...listed(folders, words[2] ?? '', verb))
    case 'SELECT':
    case 'EXAMINE': {
      const folder = named(words[1])
      if (!folder) return say('NO there is no such folder')
      line.selected = folder
      line.told = folder.mails().length
      if (folder === folders[0]) parts.opened?.()
      const numbers = [`OK [UIDVALIDITY ${folder.validity}] x`, `OK [UIDNEXT ${folder.next}] x`]
      return say('OK [READ-ONLY] done', 'FLAGS (\\Seen)', `${line.told} EXISTS`, '0 RECENT', ...numbers)
    }
    case 'UID':
      if (words[1]?.toUpperCase() === 'SEARCH') return say('OK done', `SEARCH${searched(line.selected, words)}`)
      return words[1]?.toUpperCase() === 'FETCH' ? fetch(parts, line, words, say) : say('BAD what?')
    case 'APPEND': {
      const folder = named(words[1])
      if (!folder) return say('NO [TRYCREATE] there is no such folder')
      const flags = words.find(word => word.startsWith('(')) ?? ''
      const source = Buffer.from(command.literals.at(-1) ?? '', 'latin1')
      folder.add(source, Date.now(), flags.slice(1, -1))
      parts.kept?.(folder, source)
      return say('OK kept')
    }
    case 'IDLE':
      line.idle = tag
      line.socket.write('+ idling\r\n')
      return news(line)
    default:
      return say('BAD what?')
  }
}

function listed(folders: readonly Folder[], pattern: string, verb: string): readonly string[] {
  if (pattern === '') return [`${verb} (\\Noselect) "/" ""`]
  const wanted = folders.filter(({ name }) => /[*%]/.test(pattern) || name.toLowerCase() === pattern.toLowerCase())
  return wanted.map(({ name, use }) => `${verb} (\\HasNoChildren${use && ` ${use}`}) "/" ${name}`)
}

/** `UID SEARCH … HEADER <name> <part of it>`: nothing else is looked for here. */
function searched(folder: Folder | undefined, words: readonly string[]): string {
  const at = words.findIndex(word => word.toUpperCase() === 'HEADER')
  const [name = '', part = ''] = words.slice(at + 1).map(word => word.toLowerCase())
  const found = (folder?.mails() ?? []).filter(({ source }) => {
    const [heads = ''] = source
      .toString('latin1')
      .replace(/\r\n[ \t]+/g, ' ')
      .split('\r\n\r\n', 1)
    return heads
      .toLowerCase()
      .split('\r\n')
      .some(head => head.startsWith(`${name}:`) && head.includes(part))
  })
  return found.map(({ uid }) => ` ${uid}`).join('')
}

function fetch(parts: ImapParts, { socket, selected }: Line, words: readonly string[], say: Say): void {
  const mails = selected?.mails() ?? []
  const [, from = '1', , to] = /^(\d+)(:(\d+|\*))?$/.exec(words[2] ?? '') ?? []
  const last = mails.at(-1)?.uid ?? 0
  const upTo = to === undefined ? Number(from) : to === '*' ? Infinity : Number(to)
  const body = /BODY(?:\.PEEK)?\[\](<\d+\.\d+>)?/i.exec(words.slice(3).join(' '))
  for (const [n, mail] of mails.entries()) {
    const { uid, at, source } = mail
    // RFC 3501, 6.4.8: `n:*` always includes the last message, also when n is above it.
    if ((uid < Number(from) || uid > upTo) && !(to === '*' && uid === last)) continue
    socket.write(`* ${n + 1} FETCH (UID ${uid} INTERNALDATE "${imapDate(at)}"`)
    if (body) {
      socket.write(` BODY[]${body[1] ? '<0>' : ''} {${source.length}}\r\n`)
      socket.write(source)
      if (selected === parts.folders[0]) parts.fetched?.(mail)
    }
    socket.write(')\r\n')
  }
  say('OK done')
}
