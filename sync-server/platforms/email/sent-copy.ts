import { setTimeout as sleep } from 'node:timers/promises'
import type { ImapFlow } from 'imapflow'
import { NotLetIn } from '../not-let-in.ts'
import type { InboxSecret } from '../secrets.ts'
import { ownIdHeader } from './message-id.ts'
import { openMailbox } from './open-mailbox.ts'

/** A message that was sent, byte for byte. */
export type Copy = {
  readonly source: Buffer
  /** Without its brackets. */
  readonly messageId: string
  readonly sentAt: number
}

/** Servers that keep what they send themselves (Gmail, Exchange) have done so by then. */
const settledAfterMs = 20_000
const againAfterMs = [60_000, 5 * 60_000]
const timeOutMs = 60_000
const hurriedMs = 4000
const dayMs = 86_400_000

/**
 * Puts a copy of what was sent into the mailbox's folder for it, read, unless there is one. Where no folder is marked as
 * the one (RFC 6154), there is no copy. Tried again after a line that broke, it looks again.
 */
export async function keepCopy(secret: InboxSecret, copy: Copy, hurry: AbortSignal): Promise<void> {
  await pause(copy.sentAt + settledAfterMs - Date.now(), hurry)
  for (const waitMs of [...againAfterMs, null]) {
    try {
      return await putCopy(secret, copy, hurry)
    } catch (error) {
      if (waitMs === null || hurry.aborted || error instanceof NotLetIn) throw error
      await pause(waitMs, hurry)
    }
  }
}

async function putCopy(secret: InboxSecret, { source, messageId, sentAt }: Copy, hurry: AbortSignal): Promise<void> {
  const client = await openMailbox(secret, AbortSignal.timeout(hurry.aborted ? hurriedMs : timeOutMs))
  try {
    const folder = await sentFolder(client)
    if (folder === undefined) return
    await client.mailboxOpen(folder, { readOnly: true })
    for (const header of ['Message-ID', ownIdHeader]) {
      const wanted = { header: { [header]: `<${messageId}>` }, since: new Date(sentAt - 2 * dayMs) }
      const found = await client.search(wanted, { uid: true })
      // Who cannot say what is there already is given nothing.
      if (!found) throw new Error('the mailbox cannot be searched')
      if (found.length > 0) return
    }
    await client.append(folder, source, ['\\Seen'], new Date(sentAt))
  } finally {
    client.close()
  }
}

/** By what the server says it is for, never by a name that looks like it; and never the inbox, which is read. */
async function sentFolder(client: ImapFlow): Promise<string | undefined> {
  const folders = await client.list()
  return folders.find(({ flags, path }) => flags.has('\\Sent') && path.toUpperCase() !== 'INBOX')?.path
}

async function pause(ms: number, hurry: AbortSignal): Promise<void> {
  await sleep(Math.max(0, ms), undefined, { signal: hurry }).catch(() => undefined)
}
