import type { ConversationRefusal } from '../../shared/conversations/refusals.ts'
import { strategyOf } from '../../shared/platforms/strategies.ts'
import type { Files } from './files.ts'
import { isWhatItSays } from './is-what-it-says.ts'
import type { KeptRow } from './names.ts'
import { sniff } from './sniff.ts'
import { TooBig } from './store.ts'

export type Brought = {
  readonly tenant: string
  readonly conversation: string
  readonly platform: string
  /** The hash that its bytes are said to have. */
  readonly file: string
  readonly mime: string
  readonly body: AsyncIterable<Uint8Array>
}

/** Why a file is not taken, as its reply says it. A page that calls itself a picture is not what it says. */
export type NotTaken = Extract<
  ConversationRefusal,
  { reason: 'file-too-big' | 'file-damaged' | 'file-not-what-it-says' }
>

/** What the answer's head says of each. */
export const statusOf: Record<NotTaken['reason'], 413 | 415 | 422> = {
  'file-too-big': 413,
  'file-damaged': 422,
  'file-not-what-it-says': 415
}

class Refused extends Error {
  readonly why: NotTaken
  constructor(why: NotTaken) {
    super(why.reason)
    this.why = why
  }
}

/** Keeps what somebody is about to send: on disk and known when it resolves. Brought again, it is the same file. */
export async function takeFile({ rows, store, loose }: Files, brought: Brought): Promise<NotTaken | null> {
  const { tenant, conversation, platform, file, mime } = brought
  try {
    const { bytes } = await store.keep(tenant, brought.body, mostBytesOn(platform), async stored => {
      if (stored.file !== file) throw new Refused({ reason: 'file-damaged' })
      if (!isWhatItSays(mime, (await sniff(stored.beginning)).mime))
        throw new Refused({ reason: 'file-not-what-it-says', mime })
      await loose.bring({ tenant, conversation, file })
    })
    await rows.brought(tenant, conversation, { file, mime, bytes })
    return null
  } catch (error) {
    if (error instanceof TooBig) return tooBigFor(platform)
    if (error instanceof Refused) return error.why
    throw error
  }
}

export function tooBigFor(platform: string): NotTaken {
  return { reason: 'file-too-big', limit: mostBytesOn(platform) }
}

/** It may be taken when somebody has made room: until then it is brought again. */
export function isForWantOfRoom(error: unknown): boolean {
  const { code } = error as { readonly code?: unknown }
  return code === 'ENOSPC' || code === 'EDQUOT' || code === 'storage-full'
}

/** Is it here already, as whoever brings it again says? */
export async function isHere({ rows, store, loose }: Files, brought: Omit<Brought, 'body'>): Promise<boolean> {
  const { tenant, conversation, file, mime } = brought
  await loose.want({ tenant, conversation, file })
  const row: KeptRow | undefined = await rows.of(tenant, conversation, file)
  return row?.mime === mime && (await store.size(tenant, file)) === row.bytes
}

/** The most that this platform takes of any file; 0: it takes none from us. */
export function mostBytesOn(platform: string): number {
  const { files, media } = strategyOf(platform)
  return files === 'both' ? Math.max(0, ...Object.values(media).map(limit => limit.mostBytes)) : 0
}
