import { openFolder, type Kept } from '../../sync-server/emulator/email/folder.ts'
import { openImap } from '../../sync-server/emulator/email/imap-server.ts'
import { openSmtp, type SmtpParts } from '../../sync-server/emulator/email/smtp-server.ts'

/* The two servers of a mailbox that is played, as tests hold them: they see all that was said and taken. */

export type ImapStandIn = {
  readonly url: string
  /** Every command that came, without its tag; passwords as they were. */
  readonly said: readonly string[]
  /** What is in the folder of what was sent. */
  sent(): readonly Kept[]
  /** The server keeps a mail there by itself. */
  keep(source: string): void
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

type Takes = (user: string, token: string) => boolean

/** `sentUse`: what the folder of what was sent is marked as. `takes`: which tokens it takes instead of a password. */
export async function imapStandIn({
  sentUse = '\\Sent',
  takes
}: { sentUse?: string; takes?: Takes } = {}): Promise<ImapStandIn> {
  let password = 'p@ss'
  const said: string[] = []
  const inbox = openFolder('INBOX', '', 7)
  const sent = openFolder('Sent', sentUse, 7)
  const server = await openImap({
    folders: [inbox, sent],
    letsIn: (user, pass) => user === 'shop' && pass === password,
    ...(takes && { letsInWith: takes }),
    heard: command => void said.push(command)
  })
  return {
    ...server,
    url: `imap://shop:p%40ss@127.0.0.1:${server.port}?tls=none`,
    said,
    sent: () => sent.mails(),
    keep: source => void sent.add(Buffer.from(source), Date.now()),
    deliver(source, at = Date.now()) {
      const uid = inbox.add(Buffer.from(source, 'latin1'), at)
      server.tellNews()
      return uid
    },
    delete: inbox.remove,
    renumber: inbox.renumber,
    changePassword(pass) {
      password = pass
    }
  }
}

type Sent = { readonly from: string; readonly to: readonly string[]; readonly source: string }

export type SmtpStandIn = {
  readonly url: string
  readonly taken: readonly Sent[]
  close(): Promise<void>
}

/** Takes what it is given, but for what a test says. */
export async function smtpStandIn(says?: SmtpParts['says'], takes?: Takes): Promise<SmtpStandIn> {
  const taken: Sent[] = []
  const server = await openSmtp({
    letsIn: (user, pass) => user === 'shop' && pass === 'p@ss',
    ...(takes && { letsInWith: takes }),
    async says(moment, mail) {
      const word = await says?.(moment, mail)
      const { from, to, source } = mail
      if (moment === 'message' && word === undefined) taken.push({ from, to: [...to], source: source.toString() })
      return word
    }
  })
  return { ...server, url: `smtp://shop:p%40ss@127.0.0.1:${server.port}?tls=none`, taken }
}
