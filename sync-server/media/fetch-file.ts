import { createHash } from 'node:crypto'
import type { AnyCommand } from '../../shared/catalog.ts'
import type { LostFile } from '../../shared/conversations/content.ts'
import { trustedContext } from '../../shared/identity/may.ts'
import type { Actors } from '../actors/actors.ts'
import type { Follow } from '../log/follow.ts'
import type { Platform } from '../platforms/port.ts'
import type { InboxSecrets } from '../platforms/secrets.ts'
import type { Files } from './files.ts'
import { mediaIn, type FileJob } from './names.ts'
import { NotAllowed, openAddress } from '../public-net/open-address.ts'
import { sniff } from './sniff.ts'
import { TooBig, type Stored } from './store.ts'

export type FetchParts = {
  readonly actors: Actors
  readonly follow: Follow
  readonly secrets: InboxSecrets
  readonly files: Files
  readonly platformOf: (name: string) => Platform | undefined
  /** Where the platform's API is, for an inbox that does not say so itself. */
  readonly baseUrlOf: (platform: string) => string
}

export type Ended =
  | { readonly result: 'kept'; readonly stored: Stored }
  | { readonly result: 'lost'; readonly why: LostFile }
  /** The log does not say any more what it was: whoever it was about was erased. */
  | { readonly result: 'forgotten' }

/** The largest that any platform has: a document on WhatsApp. */
const mostBytes = 100 * 1024 * 1024

/** Fetches one file onto our disk. @throws what the network or the disk throws */
export async function fetchFile(
  parts: FetchParts,
  job: FileJob,
  signal: AbortSignal
): Promise<Ended | { readonly result: 'later' }> {
  const { actors, follow, secrets, files, platformOf, baseUrlOf } = parts
  const [event] = await follow.since(job.tenant, job.seq - 1, 1)
  const media = event && mediaIn(event.fact, job.item)
  if (!media) return { result: 'forgotten' }
  const { inbox, platform: name } = await actors.state(job.tenant, 'conversation', job.conversation)
  const secret = await secrets.of(inbox)
  const platform = platformOf(name)
  if (!secret || secret.tenant !== job.tenant || !platform) return { result: 'later' }
  if (!platform.findFile) return { result: 'lost', why: 'gone' }
  const baseUrl = secret.baseUrl ?? baseUrlOf(secret.platform)
  const open = (address: string, headers?: Readonly<Record<string, string>>) =>
    openAddress(address, { trusted: [baseUrl], signal, ...(headers && { headers }) })
  try {
    const found = await platform.findFile(media, secret, { baseUrl, open })
    if (found.result !== 'found') return found
    return { result: 'kept', stored: await files.store.keep(job.tenant, found.body, mostBytes) }
  } catch (error) {
    if (error instanceof NotAllowed) return { result: 'lost', why: 'not-allowed' }
    if (error instanceof TooBig) return { result: 'lost', why: 'too-big' }
    throw error
  }
}

/** Says what became of it, here and in the log. Done again, it comes to the same. */
export async function keepEnd(
  { actors, files }: Pick<FetchParts, 'actors' | 'files'>,
  job: FileJob,
  ended: Ended,
  at: number
): Promise<void> {
  const { rows, store } = files
  if (ended.result === 'forgotten') return rows.ended({ ...job, kept: null })
  const { conversation, message, edit, item } = job
  const id = `file:${createHash('sha256')
    .update(JSON.stringify([conversation, message, edit, item]))
    .digest('hex')
    .slice(0, 40)}`
  const so = { id, at, conversation, message, item, ...(edit !== '' && { edit }) }
  const tell = (command: AnyCommand) =>
    actors.tell(job.tenant, command, now => trustedContext({ kind: 'system', id: 'media' }, now))
  if (ended.result === 'lost') {
    await tell({ ...so, type: 'conversation.lose-file', why: ended.why })
    return rows.ended({ ...job, kept: null })
  }
  const { file, bytes, beginning } = ended.stored
  const { mime, width, height } = await sniff(beginning)
  // A device that reads of it asks for it at once, so it is there before.
  const kept = { file, mime, bytes }
  await rows.kept(job, kept)
  // The last conversation that had the same file was erased in between, and took it along.
  if ((await store.size(job.tenant, file)) === undefined) throw new Error('the file is gone again')
  const size = width === undefined || height === undefined ? {} : { width, height }
  const told = await tell({ ...so, type: 'conversation.keep-file', ...kept, ...size })
  if (told.result !== 'refused') return rows.ended({ ...job, kept })
  // Erased while it was on its way: nobody names these bytes, or only others.
  await files.forget(job.tenant, conversation)
  if (!(await rows.isNamed(job.tenant, file))) await store.remove(job.tenant, file)
}
