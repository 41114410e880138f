import { readContacts } from '../../shared/history/contact-rows.ts'
import { isZone } from '../../shared/history/wall-time.ts'
import { readWhatsApp } from '../../shared/history/whatsapp.ts'
import { piecesOfMbox } from '../../shared/history/mbox.ts'
import { trustedContext } from '../../shared/identity/may.ts'
import type { Author } from '../../shared/kernel/message.ts'
import type { HistoryPlan } from '../../shared/protocol/history.ts'
import type { Core } from '../core.ts'
import { platformOf } from '../platforms/registry.ts'
import { bringContact } from './bring-contacts.ts'
import { bringer, noCounts, type Counts, type Where } from './bring.ts'
import { importIdOf, importsOf } from './imports.ts'
import { mostContacts, mostMessages } from './limits.ts'
import { NotTaken } from './not-taken.ts'
import { openFile, type Opened } from './opened.ts'
import { pastOfChat } from './past-chat.ts'
import { mailsIn, pastOfMail } from './past-mail.ts'
import { undoImport } from './undo.ts'

export type HistoryParts = Pick<Core, 'sql' | 'actors' | 'log' | 'handles' | 'files' | 'keyring' | 'roster' | 'erasing'>

/** `file`: the SHA-256 of what lies at `path`, in hex. */
export type Brought = { readonly path: string; readonly file: string; readonly name: string }
type Tell = (done: number, of: number) => void
export type Hooks = {
  /** Nothing is wrong with it: from here on something is told. */
  began(which: string): void
  far(done: number, of: number): void
}

/** Brings a file's past into an inbox. Again, with the same plan, it goes on where it was. @throws NotTaken */
export async function bringHistory(
  parts: HistoryParts,
  { tenant, by, plan }: { readonly tenant: string; readonly by: Author; readonly plan: HistoryPlan },
  { path, file, name }: Brought,
  hooks: Hooks
): Promise<{ readonly import: string; readonly counts: Counts }> {
  const { platform } = await parts.actors.state(tenant, 'inbox', plan.inbox)
  if (platform === null) throw new NotTaken('There is no such inbox.')
  const imports = await importsOf(parts, tenant)
  const undone = new Set(imports.filter(one => one.state === 'undone').map(one => one.import))
  const which = importIdOf(tenant, file, plan, undone)
  const before = imports.find(one => one.import === which)
  if (before?.state === 'ended' && before.counts) {
    hooks.began(which)
    return { import: which, counts: before.counts }
  }

  const opened = await openFile(path, name, plan.source)
  try {
    const where = { tenant, inbox: plan.inbox, platform, import: which }
    const work = await prepare(parts, where, opened, plan)
    const judge = (now: number) => trustedContext(by, now)
    const so = { at: Date.now(), inbox: plan.inbox, import: which }
    const begin = { ...so, type: 'inbox.begin-import', id: `import:${which}:began`, source: plan.source } as const
    await parts.actors.tell(tenant, begin, judge)
    hooks.began(which)
    const counts = await work((done, of) => hooks.far(done, of))
    const end = { ...so, type: 'inbox.end-import', id: `import:${which}:ended`, ...counts } as const
    await parts.actors.tell(tenant, end, judge)
    return { import: which, counts }
  } finally {
    opened.close()
  }
}

/** @throws NotTaken where there is no such import. */
export async function undoHistory(
  parts: HistoryParts,
  { tenant, by, import: which }: { readonly tenant: string; readonly by: Author; readonly import: string },
  tell: Tell
): Promise<void> {
  const imports = await importsOf(parts, tenant)
  const found = imports.find(one => one.import === which)
  if (!found) throw new NotTaken('There is no such import.')
  if (found.state === 'undone') return
  const undone = imports.filter(one => one.state === 'undone').map(one => one.import)
  await undoImport(parts, { tenant, import: which, undone, by, tell })
  const undo = { type: 'inbox.undo-import', id: `import:${which}:undone`, inbox: found.inbox, import: which } as const
  await parts.actors.tell(tenant, { ...undo, at: Date.now() }, now => trustedContext(by, now))
}

type Work = (tell: Tell) => Promise<Counts>

/** Everything that can be refused is, before anything is told. */
async function prepare(parts: HistoryParts, where: Where, opened: Opened, plan: HistoryPlan): Promise<Work> {
  if (opened.source !== plan.source) throw new NotTaken('The file is something else than what was said of it.')
  if (opened.source === 'whatsapp' && plan.source === 'whatsapp') return prepareChat(parts, where, opened, plan)
  if (opened.source === 'mail' && plan.source === 'mail') return prepareMail(parts, where, opened, plan)
  if (opened.source === 'contacts' && plan.source === 'contacts') return prepareContacts(parts, where, opened, plan)
  throw new NotTaken('The file is something else than what was said of it.')
}

type OpenedAs<S> = Extract<Opened, { source: S }>
type PlanOf<S> = Extract<HistoryPlan, { source: S }>

function prepareChat(parts: HistoryParts, where: Where, opened: OpenedAs<'whatsapp'>, plan: PlanOf<'whatsapp'>): Work {
  if (!isZone(plan.zone)) throw new NotTaken(`There is no time zone “${plan.zone}”. One is called Europe/Berlin.`)
  const chat = readWhatsApp(opened.text, plan.order)
  if (chat.messages.length === 0) throw new NotTaken('There are no messages in it that could be read.')
  if (chat.messages.length > mostMessages) throw new NotTaken(`There are more than ${mostMessages} messages in it.`)
  if (chat.orders.length > 1)
    throw new NotTaken('Nobody can tell whether the day or the month stands first: say which.')
  const names = new Set(chat.authors.map(author => author.name))
  const strange = plan.us.find(name => !names.has(name))
  if (strange !== undefined) throw new NotTaken(`Nobody in this chat is called “${strange}”.`)
  return async tell => {
    const counts = { ...noCounts(), unread: chat.leftovers.length }
    const bring = await bringer(parts, where, counts)
    let done = 0
    for (const past of pastOfChat(chat, plan, where.platform, opened.packed)) {
      await bring(past)
      tell(Math.min((done += 1), chat.messages.length), chat.messages.length)
    }
    return counts
  }
}

function prepareMail(parts: HistoryParts, where: Where, opened: OpenedAs<'mail'>, plan: PlanOf<'mail'>): Work {
  const read = platformOf('email')?.readPast
  if (!read) throw new Error('nobody reads mail')
  const us = new Set(plan.us.map(address => address.trim().toLowerCase()))
  let of = 0
  for (const _ of piecesOfMbox(opened.bytes)) of += 1
  if (of > mostMessages) throw new NotTaken(`There are more than ${mostMessages} messages in it.`)
  return async tell => {
    const counts = noCounts()
    const bring = await bringer(parts, where, counts)
    let done = 0
    for await (const found of mailsIn(opened.bytes, read)) {
      const past = 'unread' in found ? found.unread : pastOfMail(found, us)
      if ('line' in past) counts.unread += 1
      else await bring(past)
      tell((done += 1), of)
    }
    return counts
  }
}

function prepareContacts(
  parts: HistoryParts,
  where: Where,
  opened: OpenedAs<'contacts'>,
  plan: PlanOf<'contacts'>
): Work {
  const { uses, country } = plan
  const { contacts, refused } = readContacts(opened.text, { ...(uses && { uses }), ...(country && { country }) })
  if (contacts.length === 0) throw new NotTaken('There is nobody in it with a telephone number or an e-mail address.')
  if (contacts.length > mostContacts) throw new NotTaken(`There are more than ${mostContacts} people in it: divide it.`)
  return async tell => {
    const counts = { ...noCounts(), unread: refused.length }
    for (const [done, contact] of contacts.entries()) {
      await bringContact(parts, where, contact, counts)
      tell(done + 1, contacts.length)
    }
    return counts
  }
}
