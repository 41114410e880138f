import type { Phone, PhoneMessage, PhoneSays } from '../../../shared/protocol/emulator.ts'
import { pictureOf } from '../picture.ts'
import { quoteOf } from '../quote.ts'
import { shown } from '../shown.ts'
import type { RoleParts } from '../stand-in.ts'
import { deliveryReport } from './delivery-report.ts'
import { laterFor } from './mail-error.ts'
import type { createPostman } from './postman.ts'
import { readMail } from './read-mail.ts'
import { answering, headsAfter, shownId, writeMail, type Heads, type Letter } from './write-mail.ts'

type Postman = ReturnType<typeof createPostman>

/** What the customers write, and what becomes of what the business writes to them. */
export function createMailPrograms({ world, account, shelf }: RoleParts, postman: Postman) {
  const address = account.account
  /** How each mail on the phones stands in its thread. Of those before this server started only the business's are known. */
  const threads = new Map<string, Heads>()
  const headsOf = (message: PhoneMessage | undefined): Heads | undefined => {
    const { id = '', from, subject = '' } = message ?? {}
    return threads.get(id) ?? (from === 'business' ? { id, references: [], subject } : undefined)
  }

  const letter = (phone: Phone, heads: Heads, text: string): Letter => ({
    from: { name: phone.name, address: phone.id },
    to: address,
    at: Date.now(),
    heads,
    text
  })

  /** The customer writes. In a sentence: why it cannot be. */
  const say = (phone: Phone, says: PhoneSays): PhoneMessage | string => {
    if (says.kind !== 'text' && says.kind !== 'image') return 'An e-mail holds words and pictures, and nothing else.'
    const { subject, answers } = says
    // Who gives no subject goes on where the last one was.
    const goesOn = answers === undefined && subject === undefined
    const asked = goesOn ? phone.messages.at(-1) : phone.messages.find(({ id }) => id === answers)
    if (answers !== undefined && !asked) return 'There is no such e-mail on this phone.'
    const before = headsOf(asked)
    const about = asked ? answering(before?.subject ?? asked.subject ?? '') : (subject ?? '')
    const heads = headsAfter(before, about, domainOf(phone.id))
    const spoken = shown(says)
    const picture = says.kind === 'image' ? { picture: pictureOf(heads.id) } : {}
    const written = { ...letter(phone, heads, spoken.text), ...picture }
    const id = shownId(address, written)
    threads.set(id, heads)
    const base = { id, from: 'customer', at: written.at, ticks: 'waiting' } as const
    const message: PhoneMessage = { ...base, ...spoken, ...(heads.subject !== '' && { subject: heads.subject }) }
    world.put(phone.id, message)
    postman.bring(phone.id, `mail · ${phone.name}`, writeMail(written))
    return message
  }

  /** What becomes of a mail of the business, once it was taken. */
  const takeIn = async (to: string, source: Buffer) => {
    const read = await readMail(source, shelf)
    if (!read) return
    const { error, away } = world.mood()
    const later = laterFor(error)
    const phone = world.phone(to)
    if (later) {
      const report = deliveryReport(later, { from: address, to, source })
      postman.bring('mx', `${later.action} · ${phone.name}`, Promise.resolve(report))
    }
    if (later?.action === 'failed') return
    threads.set(read.heads.id, read.heads)
    // Sent again by its Message-ID it is the same mail, and programs show it once.
    const answered = earlier(phone).find(one => headsOf(one)?.id === (read.answers ?? ''))
    const isThere = phone.messages.some(({ id }) => id === read.heads.id)
    if (!isThere) world.put(to, { ...read.message, ...quoteOf(answered) })
    if (!away) return
    const heads = headsAfter(read.heads, `Automatic reply: ${read.heads.subject}`, domainOf(to))
    const text = 'Thank you for your message. I am out of the office and read it when I am back.'
    const writing = writeMail({ ...letter(phone, heads, text), automatic: true })
    postman.bring(to, `automatic reply · ${phone.name}`, writing)
  }

  return { say, takeIn }
}

/** Which mail is answered is worth saying where it is not the customer's last. */
function earlier({ messages }: Phone): readonly PhoneMessage[] {
  const last = messages.findLast(({ from }) => from === 'customer')
  return messages.filter(one => one !== last)
}

function domainOf(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1)
}
