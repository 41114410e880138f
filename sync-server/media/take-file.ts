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

/** `torn`: these bytes have another hash. `not-what-it-says`: a page that calls itself a picture. */
export type Taken = 'taken' | 'torn' | 'too-big' | 'not-what-it-says'

class NotTaken extends Error {
  readonly why: Exclude<Taken, 'taken'>
  constructor(why: Exclude<Taken, 'taken'>) {
    super(why)
    this.why = why
  }
}

/** Keeps what an agent is about to send: on disk and known when it resolves. Brought again, it is the same file. */
export async function takeFile({ rows, store }: Files, brought: Brought): Promise<Taken> {
  const { tenant, conversation, file, mime } = brought
  try {
    const { bytes } = await store.keep(tenant, brought.body, mostBytesOn(brought.platform), async stored => {
      if (stored.file !== file) throw new NotTaken('torn')
      if (!isWhatItSays(mime, (await sniff(stored.beginning)).mime)) throw new NotTaken('not-what-it-says')
    })
    await rows.brought(tenant, conversation, { file, mime, bytes })
    return 'taken'
  } catch (error) {
    if (error instanceof TooBig) return 'too-big'
    if (error instanceof NotTaken) return error.why
    throw error
  }
}

/** Is it here already, as whoever brings it again says? */
export async function isHere({ rows, store }: Files, brought: Omit<Brought, 'body'>): Promise<boolean> {
  const { tenant, conversation, file, mime } = brought
  const row: KeptRow | undefined = await rows.of(tenant, conversation, file)
  return row?.mime === mime && (await store.size(tenant, file)) === row.bytes
}

/** The most that this platform takes of any file; 0: it takes none from us. */
export function mostBytesOn(platform: string): number {
  const { files, media } = strategyOf(platform)
  return files === 'both' ? Math.max(0, ...Object.values(media).map(limit => limit.mostBytes)) : 0
}
