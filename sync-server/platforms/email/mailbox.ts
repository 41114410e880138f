import { once } from 'node:events'
import type { FetchMessageObject, ImapFlow } from 'imapflow'
import type { Ear } from '../port.ts'
import type { NotLetIn } from '../not-let-in.ts'
import type { InboxSecret } from '../secrets.ts'
import { incomingServer } from './account.ts'
import { knockToSend } from './client.ts'
import type { Fetched } from './payload.ts'
import { mostBytes, openInbox } from './open-mailbox.ts'
import { nextPlace, placeIn, textOfPlace, type Place } from './place.ts'
import { whyNot } from './why-not.ts'

/** A server that forgets to tell us of new mail is asked so often all the same. */
const lookAgainAfterMs = 5 * 60_000

/** Why the two servers do not let us in. */
export async function knock(secret: InboxSecret, signal: AbortSignal): Promise<NotLetIn | null> {
  try {
    const client = await openInbox(secret, signal)
    await client.logout()
  } catch (error) {
    const server = incomingServer(secret)
    if (!server) throw error
    return whyNot(error, server)
  }
  return knockToSend(secret, signal)
}

/** Takes what is new, and then whatever comes. */
export async function listen(secret: InboxSecret, ear: Ear): Promise<never> {
  const client = await openInbox(secret, ear.signal)
  try {
    ear.heard()
    const closed = once(client, 'close').then(() => Promise.reject(new Error('the mailbox hung up')))
    closed.catch(() => undefined)
    let place = await begin(client, ear)
    for (;;) {
      // Listening before looking: what comes in between is heard, or seen.
      const news = hear(client)
      try {
        place = await takeNew(client, place, ear)
        await Promise.race([news.came(), closed])
      } finally {
        news.over()
      }
    }
  } finally {
    client.close()
  }
}

/** What was in the mailbox before it was connected is no news. */
async function begin(client: ImapFlow, ear: Ear): Promise<Place> {
  const { uidValidity, uidNext } = opened(client)
  const before = placeIn(ear.place)
  const place = nextPlace(before, { validity: String(uidValidity), uidNext, now: Date.now() })
  if (textOfPlace(place) !== ear.place) await ear.keep(textOfPlace(place))
  return place
}

function opened({ mailbox }: ImapFlow) {
  if (mailbox === false) throw new Error('the mailbox is closed')
  return mailbox
}

function hear(client: ImapFlow) {
  const { promise, resolve } = Promise.withResolvers<void>()
  const timer = setTimeout(resolve, lookAgainAfterMs)
  client.once('exists', resolve)
  return {
    /** Begins to idle only now: any other command would end it. */
    async came() {
      const idling = client.idle().then(() => new Promise<never>(() => undefined))
      await Promise.race([promise, idling])
    },
    over() {
      clearTimeout(timer)
      client.off('exists', resolve)
    }
  }
}

async function takeNew(client: ImapFlow, from: Place, ear: Ear): Promise<Place> {
  let place = from
  const range = `${place.uid + 1}:*`
  const found = await client.fetchAll(range, { uid: true, internalDate: true }, { uid: true })
  // Of an empty range a server answers the last message there is.
  const fresh = found.filter(({ uid }) => uid > place.uid).toSorted((a, b) => a.uid - b.uid)
  for (const { uid, internalDate } of fresh) {
    ear.signal.throwIfAborted()
    const after = { ...place, uid }
    const at = timeOf(internalDate)
    const fetched = at < place.since ? undefined : await fetchOne(client, place.validity, uid, at)
    if (fetched) await ear.take(fetched, textOfPlace(after))
    else await ear.keep(textOfPlace(after))
    place = after
  }
  return place
}

/** `undefined`: deleted since it was listed. */
async function fetchOne(client: ImapFlow, validity: string, uid: number, at: number): Promise<Fetched | undefined> {
  const source = await sourceOf(client, uid)
  return source && { at, place: `${validity}.${uid}`, source: source.toString('latin1') }
}

export async function sourceOf(client: ImapFlow, uid: number): Promise<Buffer | undefined> {
  const one = await client.fetchOne(String(uid), { uid: true, source: { maxLength: mostBytes } }, { uid: true })
  return one === false ? undefined : one.source
}

function timeOf(date: FetchMessageObject['internalDate']): number {
  const at = date === undefined ? Number.NaN : new Date(date).getTime()
  return Number.isSafeInteger(at) && at >= 0 ? at : Date.now()
}
